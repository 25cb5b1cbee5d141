package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pruning of all layers together where each keeps a share. */
class GlobalFloorTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return pruner(0);
  }

  private static Pruner pruner(double floor) {
    return Pruning.globally(new Magnitude(), floor).pruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Test
  void eachKeepsItsLargest() {
    Candidate small = new Candidate("small", Shape.of(4), new double[] {1, -3, 2, -0.5}, 0.5);
    Candidate large = new Candidate("large", Shape.of(4), new double[] {100, 40, -60, 50}, 0.5);
    var masks = pruner(0.25).masks(List.of(small, large));
    assertThat(masks.get("small").toFloats()).containsExactly(0, 1, 0, 0);
    assertThat(masks.get("large").toFloats()).containsExactly(1, 0, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.98})
  void keepsTheExactCountOfAllAndTheFloorOfEach(double sparsity) {
    double floor = 0.4 * (1 - sparsity);
    List<Candidate> candidates =
        List.of(
            random("a", Shape.of(100, 29), sparsity),
            times(1e-3, random("b", Shape.of(333), sparsity)),
            times(1e3, random("c", Shape.of(71, 10), sparsity)));
    var masks = pruner(floor).masks(candidates);
    int size = 2900 + 333 + 710;
    assertThat(masks.values().stream().mapToInt(m -> m.keptCount()).sum())
        .isEqualTo(size - (int) Math.rint(size * sparsity));
    assertThat(masks.get("b").keptCount()).isEqualTo((int) Math.floor(333 * floor));
  }

  private static Candidate times(double factor, Candidate candidate) {
    double[] weights = candidate.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    return new Candidate(candidate.name(), candidate.shape(), weights, candidate.sparsity());
  }

  @Test
  void aFloorAboveWhatIsKeptIsRefusedBeforeTraining() {
    Pruning pruning = Pruning.globally(new Magnitude(), 0.3);
    try (Network network = Network.builder(Shape.of(6)).add("fc", new Dense(4)).build(Seed.of(1))) {
      assertThatThrownBy(() -> pruning.decide(network, 0.8))
          .hasMessageContaining("share that each layer keeps")
          .hasMessageContaining("0.3");
      assertThat(pruning.decide(network, 0.7)).isNotEmpty();
    }
    assertThatThrownBy(() -> Pruning.globally(new Magnitude(), -0.1)).hasMessageContaining("-0.1");
    assertThat(pruning.toString()).contains("at least 0.3 of each kept");
  }
}
