package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;

import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class LargestMagnitudeTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return Pruning.layerwise(new LargestMagnitude()).pruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Test
  void prunesTheLargest() {
    Candidate candidate = new Candidate("w", Shape.of(4), new double[] {1, -3, 2, -0.5}, 0.5);
    assertThat(mask(candidate).toFloats()).containsExactly(1, 0, 0, 1);
  }
}
