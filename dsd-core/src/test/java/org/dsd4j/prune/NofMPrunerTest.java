package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class NofMPrunerTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return new NofMPruner(2, 4);
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Override
  protected boolean goesByValues() {
    return false;
  }

  /** As many rows, and a multiple of four columns. */
  @Override
  protected Candidate suited(Candidate candidate) {
    int rows = candidate.shape().extent(0);
    int columns = (candidate.shape().extent(1) + 3) / 4 * 4;
    double[] weights = new double[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = candidate.weights()[i % candidate.weights().length];
    }
    return new Candidate(candidate.name(), Shape.of(rows, columns), weights, 0.5);
  }

  @Test
  void keepsTheLargestOfEachGroupInARow() {
    double[] weights = {1, 2, -3, 0, /**/ 5, 5, 5, 5, /**/ -4, 3, 2, 1, /**/ 0, 0, 0, -1};
    assertThat(mask(new Candidate("w", Shape.of(2, 8), weights, 0.5)).toFloats())
        .containsExactly(0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1);
  }

  /** [out 1, in 4, 1, 2]: the four channels at each of two places. */
  @Test
  void groupsInputChannelsOfAConvolution() {
    double[] weights = {1, 8, /**/ 2, 7, /**/ 3, 6, /**/ 4, 5};
    assertThat(mask(new Candidate("w", Shape.of(1, 4, 1, 2), weights, 0.5)).toFloats())
        .containsExactly(0, 1, 0, 1, 1, 0, 1, 0);
  }

  /** [in 4, out 1, 1, 2] of a transposed convolution. */
  @Test
  void groupsInputsWhereTheyLieAlongTheFirstAxis() {
    double[] weights = {1, 8, /**/ 2, 7, /**/ 3, 6, /**/ 4, 5};
    assertThat(mask(new Candidate("w", Shape.of(4, 1, 1, 2), 1, weights, 0.5)).toFloats())
        .containsExactly(0, 1, 0, 1, 1, 0, 1, 0);
  }

  @Test
  void otherGroupsAndScores() {
    Pruner largest = new NofMPruner(1, 3, new LargestMagnitude());
    double[] weights = {3, 1, 2, -1, -2, -3};
    Candidate candidate = new Candidate("w", Shape.of(2, 3), weights, 2 / 3.0);
    assertThat(largest.masks(List.of(candidate)).get("w").toFloats())
        .containsExactly(0, 1, 0, 1, 0, 0);
    assertThat(largest).hasToString("magnitude, largest pruned, 1:3 along inputs");
  }

  @Test
  void refusesBeforeTrainingWhatItCannotPrune() {
    try (Network network =
        Network.builder(Shape.of(5, 5, 3))
            .add("conv1", new Conv2d(8, 3))
            .add("conv2", new Conv2d(4, 3))
            .add("flatten", new Flatten())
            .add("fc", new Dense(3))
            .build(Seed.of(1))) {
      Pruning pruning = Pruning.with(pruner());
      assertThat(pruning.decide(network, 0.5)).isNotEmpty();
      assertThatThrownBy(() -> pruning.decide(network, 0.6))
          .hasMessageContaining("sparsity of conv2.weight for magnitude, 2:4 along inputs")
          .hasMessageContaining("0.5");
      assertThatThrownBy(() -> pruning.include("conv1").decide(network, 0.5))
          .hasMessageContaining("conv1.weight")
          .hasMessageContaining("a multiple of 4 inputs")
          .hasMessageContaining("3 in [8, 3, 3, 3]");
      assertThatThrownBy(() -> pruning.include("fc.bias").decide(network, 0.5))
          .hasMessageContaining("no axis of inputs");
    }
    assertThatThrownBy(() -> new NofMPruner(5, 4)).hasMessageContaining("at most m = 4");
    assertThatThrownBy(() -> new NofMPruner(0, 4)).hasMessageContaining("n of n:m");
  }
}
