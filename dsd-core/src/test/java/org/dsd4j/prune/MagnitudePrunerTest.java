package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.nn.Mask;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class MagnitudePrunerTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return new MagnitudePruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Test
  void prunesTheSmallestMagnitudesOfEachLayerOnItsOwn() {
    Candidate small = new Candidate("small", Shape.of(4), new double[] {1, -3, 2, -0.5}, 0.5);
    Candidate large = new Candidate("large", Shape.of(4), new double[] {100, 40, -60, 50}, 0.25);
    var masks = pruner().masks(List.of(small, large));
    assertThat(masks.get("small").toFloats()).containsExactly(0, 1, 1, 0);
    assertThat(masks.get("large").toFloats()).containsExactly(1, 0, 1, 1);
  }

  @Test
  void roundsHalfToEven() {
    assertThat(Pruner.prunedCount(5, 0.5)).isEqualTo(2);
    assertThat(Pruner.prunedCount(7, 0.5)).isEqualTo(4);
    Mask mask = pruner().masks(List.of(random("w", Shape.of(5), 0.5))).get("w");
    assertThat(mask.keptCount()).isEqualTo(3);
  }
}
