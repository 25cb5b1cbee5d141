package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class RandomScoreTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return pruner(7);
  }

  private static Pruner pruner(long seed) {
    return Pruning.layerwise(new RandomScore(Seed.of(seed))).pruner();
  }

  @Override
  protected int unit(Candidate candidate) {
    return 1;
  }

  @Override
  protected boolean goesByValues() {
    return false;
  }

  @Test
  void drawsByNameAndSeedWhateverTheWeights() {
    Candidate candidate = random("w", Shape.of(30, 40), 0.5);
    Mask mask = mask(candidate);
    assertThat(mask(new Candidate("w", Shape.of(30, 40), new double[1200], 0.5))).isEqualTo(mask);
    assertThat(mask(new Candidate("v", Shape.of(30, 40), candidate.weights(), 0.5)))
        .isNotEqualTo(mask);
    assertThat(pruner(8).masks(List.of(candidate)).get("w")).isNotEqualTo(mask);
  }

  /** Of 600 weights of each half 300 ± 12 (one standard deviation) stay. */
  @Test
  void drawsEvenly() {
    Mask mask = mask(random("w", Shape.of(30, 40), 0.5));
    int inFirstHalf = 0;
    for (int i = 0; i < 600; i++) {
      inFirstHalf += mask.keeps(i) ? 1 : 0;
    }
    assertThat(inFirstHalf).isBetween(240, 360);
  }
}
