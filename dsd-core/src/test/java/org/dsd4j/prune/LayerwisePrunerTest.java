package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class LayerwisePrunerTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return Pruning.layerwise().pruner();
  }

  @Override
  public boolean covers(Class<?> subject) {
    return subject == Magnitude.class || super.covers(subject);
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
  void theLowestOfScoresBelowZeroGoFirst() {
    double[] weights = {0, -2, 3, Double.NEGATIVE_INFINITY, -0.0, -1e-300, 2};
    Candidate candidate = new Candidate("w", Shape.of(7), weights, 3 / 7.0);
    Pruner smallest = Pruning.layerwise(new Signed()).pruner();
    assertThat(smallest.masks(List.of(candidate)).get("w").toFloats())
        .containsExactly(1, 0, 1, 0, 1, 0, 1);
    Candidate more = new Candidate("w", Shape.of(7), weights, 4 / 7.0);
    // Zero and minus zero are equal, so the lower index stays.
    assertThat(smallest.masks(List.of(more)).get("w").toFloats())
        .containsExactly(1, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void aScoreMustGiveANumberForEachWeight() {
    Candidate candidate = random("fc1.weight", Shape.of(2, 2), 0.5);
    Score few =
        new Signed() {
          @Override
          public double[] of(Candidate given) {
            return new double[3];
          }
        };
    assertThatThrownBy(() -> Pruning.layerwise(few).pruner().masks(List.of(candidate)))
        .hasMessage(
            "fc1.weight: scores (signed): expected 4 numbers, received 3; return one for each"
                + " weight");
    Score lost =
        new Signed() {
          @Override
          public double[] of(Candidate given) {
            return new double[] {0, 1, Double.NaN, 2};
          }
        };
    assertThatThrownBy(() -> Pruning.globally(lost).pruner().masks(List.of(candidate)))
        .hasMessageStartingWith(
            "fc1.weight: scores (signed): expected numbers, received NaN at" + " index 2");
  }

  @Test
  void aScoreThatReadsAGradientMustAskForIt() {
    Score forgetful =
        new Signed() {
          @Override
          public double[] of(Candidate given) {
            return given.gradient();
          }
        };
    Candidate candidate = random("fc1.weight", Shape.of(2, 2), 0.5);
    assertThatThrownBy(() -> Pruning.layerwise(forgetful).pruner().masks(List.of(candidate)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gradient of fc1.weight")
        .hasMessageContaining("override needsGradient()");
    assertThatThrownBy(() -> candidate.withGradient(1, 2))
        .hasMessageContaining("numbers for 4 weights");
  }

  /** The weights themselves. */
  private static class Signed implements Score {
    @Override
    public double[] of(Candidate candidate) {
      return candidate.weights().clone();
    }

    @Override
    public String toString() {
      return "signed";
    }
  }

  @Test
  void roundsHalfToEven() {
    assertThat(Pruner.prunedCount(5, 0.5)).isEqualTo(2);
    assertThat(Pruner.prunedCount(7, 0.5)).isEqualTo(4);
    Mask mask = pruner().masks(List.of(random("w", Shape.of(5), 0.5))).get("w");
    assertThat(mask.keptCount()).isEqualTo(3);
  }
}
