package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalLong;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class BlockPrunerTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return new BlockPruner(2);
  }

  @Override
  protected int unit(Candidate candidate) {
    return 4;
  }

  /** With one column less, where the blocks at the edge would be smaller ones. */
  @Override
  protected Candidate suited(Candidate candidate) {
    if (candidate.shape().elements() != 182) {
      return candidate;
    }
    Candidate even = random(candidate.name(), Shape.of(14, 12), candidate.sparsity());
    double[] weights = Arrays.copyOf(candidate.weights(), even.weights().length);
    return new Candidate(even.name(), even.shape(), weights, even.sparsity());
  }

  @Test
  void prunesSquaresAndSmallerOnesAtTheEdges() {
    double[] weights = {
      3, 0, /**/ 1, 1, /**/ 2, //
      0, 0, /**/ 1, 1, /**/ 2, //
      9, 0, /**/ 2, 2, /**/ 0
    };
    // Root mean squares 1.5, 1, 2, 6.4, 2 and 0.
    Candidate candidate = new Candidate("w", Shape.of(3, 5), weights, 0.5);
    assertThat(mask(candidate).toFloats())
        .containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0);
  }

  /** [out 2, in 2, 1, 2]. */
  @Test
  void prunesKernelsOfConvolutions() {
    double[] weights = {0, 3, /**/ 1, 1, /**/ 2, 2, /**/ 0, 1};
    Candidate candidate = new Candidate("w", Shape.of(2, 2, 1, 2), weights, 0.5);
    assertThat(mask(candidate).toFloats()).containsExactly(1, 1, 0, 0, 1, 1, 0, 0);
  }

  @Test
  void dividesKernelsOfOneWeightLikeAMatrix() {
    double[] weights = {1, 1, 2, 2, /**/ 1, 1, 2, 2};
    Candidate candidate = new Candidate("w", Shape.of(2, 4, 1, 1), weights, 0.5);
    assertThat(mask(candidate).toFloats()).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
  }

  @Test
  void knowsItsCountWhereBlocksAreEven() {
    try (Network network =
        Network.builder(Shape.of(6))
            .add("even", new Dense(4))
            .add("odd", new Dense(3))
            .build(Seed.of(1))) {
      Pruning pruning = Pruning.with(pruner());
      var decisions = pruning.decide(network, 0.5);
      assertThat(pruner().keptCount(decisions.get(0))).isEqualTo(OptionalLong.of(12));
      assertThat(pruner().keptCount(decisions.get(2))).isEqualTo(OptionalLong.empty());
      assertThatThrownBy(() -> pruning.include("odd.bias").decide(network, 0.5))
          .hasMessageContaining("odd.bias")
          .hasMessageContaining("a matrix or a convolution");
    }
    assertThatThrownBy(() -> new BlockPruner(0)).hasMessageContaining("size of blocks");
  }
}
