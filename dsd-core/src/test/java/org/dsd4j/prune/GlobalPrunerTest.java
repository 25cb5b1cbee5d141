package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class GlobalPrunerTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return Pruning.globally().pruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Test
  void comparesAcrossLayers() {
    Candidate small = new Candidate("small", Shape.of(4), new double[] {1, -3, 2, -0.5}, 0.5);
    Candidate large = new Candidate("large", Shape.of(4), new double[] {100, 40, -60, 50}, 0.5);
    var masks = pruner().masks(List.of(small, large));
    assertThat(masks.get("small").keptCount()).isZero();
    assertThat(masks.get("large").keptCount()).isEqualTo(4);
  }

  @Test
  void refusesSparsitiesThatDiffer() {
    List<Candidate> differing =
        List.of(random("a", Shape.of(4), 0.5), random("b", Shape.of(4), 0.25));
    assertThatThrownBy(() -> pruner().masks(differing))
        .hasMessageContaining("the same for all parameters")
        .hasMessageContaining("0.25");
  }
}
