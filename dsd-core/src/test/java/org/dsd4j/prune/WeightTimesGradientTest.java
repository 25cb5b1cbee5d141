package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class WeightTimesGradientTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return Pruning.layerwise(new WeightTimesGradient()).pruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Test
  void multipliesMagnitudes() {
    Candidate candidate =
        new Candidate("w", Shape.of(2, 2), new double[] {1, -2, 3, -4}, 0.5)
            .withGradient(5, 1, -1, 0.5);
    assertThat(new WeightTimesGradient().of(candidate)).containsExactly(5, 2, 3, 2);
    assertThat(pruner().masks(List.of(candidate)).get("w").toFloats()).containsExactly(1, 0, 1, 0);
  }

  @Test
  void saysWhichWeightHasNoScore() {
    Candidate candidate =
        new Candidate("fc1.weight", Shape.of(2), new double[] {1, 0}, 0.5)
            .withGradient(1, Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> pruner().masks(List.of(candidate)))
        .hasMessageStartingWith(
            "fc1.weight: scores (|weight × gradient|): expected numbers, received NaN at index 1");
  }
}
