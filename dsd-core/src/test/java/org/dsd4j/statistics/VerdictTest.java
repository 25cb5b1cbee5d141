package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEveryLocale
class VerdictTest {
  private static final PairedComparison HIGHER =
      PairedComparison.of(new double[] {5, 6.1, 6.9}, new double[] {1, 2, 3});
  private static final PairedComparison TWO =
      PairedComparison.of(new double[] {5, 6}, new double[] {1, 2});

  private static Verdict of(PairedComparison comparison, double p, boolean higherIsBetter) {
    return Verdict.of(new AdjustedComparison(comparison, p, 10), higherIsBetter);
  }

  @Test
  void isByOneRule() {
    assertThat(of(HIGHER, 0.0499, true)).isEqualTo(Verdict.BETTER);
    assertThat(of(HIGHER, 0.0499, false)).isEqualTo(Verdict.WORSE);
    assertThat(of(HIGHER.swapped(), 0.0499, true)).isEqualTo(Verdict.WORSE);
    assertThat(of(HIGHER, 0.05, true)).isEqualTo(Verdict.NO_DIFFERENCE_SEEN);
    assertThat(of(TWO, 0, true)).isEqualTo(Verdict.TOO_FEW_SEEDS);
    assertThat(of(TWO, 1, true)).isEqualTo(Verdict.TOO_FEW_SEEDS);
    assertThat(Verdict.NO_DIFFERENCE_SEEN).hasToString("no difference seen");
  }

  @Property(tries = 100)
  void isMadeOfPsThatAreAdjustedForTheWholeFamily(
      @ForAll @Size(min = 1, max = 6)
          List<@Size(3) List<@DoubleRange(min = -1, max = 1) Double>> grid) {
    List<PairedComparison> comparisons = new ArrayList<>();
    for (List<Double> cell : grid) {
      double[] values = cell.stream().mapToDouble(Double::doubleValue).toArray();
      comparisons.add(PairedComparison.of(values, new double[3]));
    }
    List<AdjustedComparison> family = AdjustedComparison.family(comparisons);
    assertThat(family).extracting(AdjustedComparison::comparison).isEqualTo(comparisons);
    double[] p = Holm.adjust(comparisons.stream().mapToDouble(PairedComparison::p).toArray());
    for (int i = 0; i < p.length; i++) {
      assertThat(family.get(i).p()).isEqualTo(p[i]);
      assertThat(family.get(i).family()).isEqualTo(p.length);
    }
  }

  @CsvSource({
    "0, 0",
    "1, 1",
    "0.451, 0.45",
    "0.0312, 0.031",
    "0.0499, 0.0499",
    "0.04999996, 0.04999996",
    "0.05, 0.050",
    "0.0501, 0.050",
    "0.999, 1.0",
    "0.00123, 0.0012",
    "0.00049, 5e-4",
    "4.4e-11, 4e-11",
    "3e-200, 3e-200"
  })
  @ParameterizedTest
  void isNotContradictedByHowItsPIsWritten(double p, String text) {
    assertThat(Probabilities.text(p)).isEqualTo(text);
  }

  @Test
  void writesIntervalsAlikeEverywhere() {
    assertThat(new ConfidenceInterval(-0.5, 1.25, 0.95)).hasToString("95% [-0.5000, 1.250]");
    assertThat(new ConfidenceInterval(0, 1, 0.999)).hasToString("99.9% [0.000, 1.000]");
    assertThat(new ConfidenceInterval(-0.5, 1.25, 0.95).negated())
        .isEqualTo(new ConfidenceInterval(-1.25, 0.5, 0.95));
    assertThat(new ConfidenceInterval(-0.5, 1, 0.95).contains(1)).isTrue();
    assertThat(new ConfidenceInterval(-0.5, 1, 0.95).contains(1.01)).isFalse();
  }
}
