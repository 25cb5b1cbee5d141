package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.ConvTranspose2d;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
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

  /** Outputs are the columns here: those of norm 5 and 1 of [in 2, out 3, 1, 2]. */
  @Test
  void prunesWholeOutputsWhereTheyLieAlongTheSecondAxis() {
    double[] weights = {3, 0, /**/ 1, 0, /**/ 2, 2, /* */ 0, 4, /**/ 0, 0, /**/ 2, 2};
    Candidate candidate = new Candidate("w", Shape.of(2, 3, 1, 2), 1, weights, 1 / 3.0);
    assertThat(pruner().masks(List.of(candidate)).get("w").toFloats())
        .containsExactly(1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1);
  }

  @Test
  void prunesOutputsOfATransposedConvolution() {
    try (Network network =
        Network.builder(Shape.of(3, 3, 5))
            .add("conv", new Conv2d(6, 1))
            .add("up", new ConvTranspose2d(4, 2))
            .build(Seed.of(1))) {
      Pruning pruning = Pruning.with(pruner());
      float[] kept =
          pruning
              .masks(pruning.decide(network, 0.5))
              .get(network.parameter("up.weight"))
              .toFloats();
      Set<Integer> outputs = new TreeSet<>();
      for (int i = 0; i < kept.length; i++) {
        if (kept[i] == 1) {
          outputs.add(i / 4 % 4);
        }
      }
      assertThat(outputs).hasSize(2);
      for (int i = 0; i < kept.length; i++) {
        assertThat(kept[i] == 1).isEqualTo(outputs.contains(i / 4 % 4));
      }
    }
  }

  @Test
  void prunesWholeRowsOfSmallNorm() {
    double[] weights = {3, 0, 0, /* */ 2, 2, 0, /* */ 1, 1, 1, /* */ 0, 0, 4};
    Candidate candidate = new Candidate("w", Shape.of(4, 3), weights, 0.5);
    assertThat(pruner().masks(List.of(candidate)).get("w").toFloats())
        .containsExactly(1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1);
  }
}
