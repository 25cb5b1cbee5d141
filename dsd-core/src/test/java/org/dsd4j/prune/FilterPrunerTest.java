package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class FilterPrunerTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return new FilterPruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return candidate.weights().length / candidate.shape().extent(0);
  }

  @Test
  void prunesWholeRowsOfSmallNorm() {
    float[] weights = {3, 0, 0, /* */ 2, 2, 0, /* */ 1, 1, 1, /* */ 0, 0, 4};
    Candidate candidate = new Candidate("w", Shape.of(4, 3), weights, 0.5);
    assertThat(pruner().masks(List.of(candidate)).get("w").toFloats())
        .containsExactly(1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1);
  }
}
