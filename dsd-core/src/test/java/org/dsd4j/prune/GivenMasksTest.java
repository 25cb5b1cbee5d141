package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class GivenMasksTest extends PrunerContract {
  private final Map<String, Mask> masks = new HashMap<>();

  @Override
  protected Pruner pruner() {
    return new GivenMasks(masks);
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Override
  protected boolean goesByValues() {
    return false;
  }

  /** The same, for which there is a mask. */
  @Override
  protected Candidate suited(Candidate candidate) {
    Pruner random = Pruning.layerwise(new RandomScore(Seed.of(2))).pruner();
    masks.putAll(random.masks(List.of(candidate)));
    return candidate;
  }

  @Test
  void prunesByTheMaskWhateverTheWeights() {
    Candidate candidate = suited(random("w", Shape.of(5, 4), 0.5));
    assertThat(mask(candidate)).isEqualTo(masks.get("w"));
    assertThat(mask(new Candidate("w", Shape.of(5, 4), new double[20], 0.5)))
        .isEqualTo(masks.get("w"));
  }

  @Test
  void refusesWhatDoesNotFit() {
    suited(random("w", Shape.of(5, 4), 0.5));
    Pruner pruner = pruner();
    assertThatThrownBy(() -> pruner.masks(List.of(random("v", Shape.of(5, 4), 0.5))))
        .hasMessageContaining("mask of v")
        .hasMessageContaining("[w]");
    assertThatThrownBy(() -> pruner.masks(List.of(random("w", Shape.of(4, 5), 0.5))))
        .hasMessageContaining("[4, 5]");
    assertThatThrownBy(() -> pruner.masks(List.of(random("w", Shape.of(5, 4), 0.25))))
        .hasMessageContaining("sparsity of w")
        .hasMessageContaining("0.25");
  }

  @Test
  void isNamedByWhatTheMasksAre() {
    suited(random("w", Shape.of(5, 4), 0.5));
    String first = pruner().toString();
    assertThat(new GivenMasks(Map.copyOf(masks))).hasToString(first);
    suited(random("w", Shape.of(5, 4), 0.25));
    assertThat(pruner().toString()).isNotEqualTo(first);
  }
}
