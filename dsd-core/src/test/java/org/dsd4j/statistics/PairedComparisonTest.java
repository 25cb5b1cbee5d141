package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairedComparisonTest {
  static Stream<JsonNode> samples() {
    return SciPy.cases("comparisons").stream();
  }

  private static PairedComparison of(JsonNode sample) {
    return PairedComparison.of(
        SciPy.values(sample.get("treated")), SciPy.values(sample.get("control")));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isSciPysTTest(JsonNode sample) {
    PairedComparison comparison = of(sample);
    PairedT t = comparison.t().orElseThrow();
    SciPy.assertSame("mean", comparison.meanDifference(), sample.get("mean"));
    SciPy.assertSame(
        "deviation", comparison.differences().deviation().orElseThrow(), sample.get("deviation"));
    SciPy.assertSame("t", t.statistic(), sample.get("t"));
    SciPy.assertSame("p", t.p(), sample.get("p"));
    assertThat(t.degrees()).isEqualTo(sample.get("treated").size() - 1);
    assertThat(comparison.p()).isEqualTo(t.p());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void hasSciPysIntervals(JsonNode sample) {
    for (JsonNode expected : sample.get("intervals")) {
      double level = expected.get(0).doubleValue();
      ConfidenceInterval interval = of(sample).interval(level).orElseThrow();
      // An end near 0 is the difference of two larger numbers, so the width is the measure.
      double width = expected.get(2).doubleValue() - expected.get(1).doubleValue();
      assertThat(Math.abs(interval.low() - expected.get(1).doubleValue()) / width)
          .isLessThan(1e-10);
      assertThat(Math.abs(interval.high() - expected.get(2).doubleValue()) / width)
          .isLessThan(1e-10);
      assertThat(interval.level()).isEqualTo(level);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void hasTheEffectSizes(JsonNode sample) {
    PairedComparison comparison = of(sample);
    SciPy.assertSame("d", comparison.cohensD().orElseThrow(), sample.get("cohen"));
    if (comparison.pairs() > 2) {
      SciPy.assertSame("g", comparison.hedgesG().orElseThrow(), sample.get("hedges"));
    } else {
      assertThat(comparison.hedgesG()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isSciPysSignedRankTest(JsonNode sample) {
    SignedRanks ranks = of(sample).signedRanks();
    SciPy.assertSame("statistic", ranks.statistic(), sample.get("wilcoxon"));
    SciPy.assertSame("p", ranks.p(), sample.get("wilcoxon_p"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 60})
  void saysOfEqualArmsThatNothingDiffers(int pairs) {
    double[] values = new double[pairs];
    Arrays.setAll(values, i -> 0.1 * i);
    PairedComparison comparison = PairedComparison.of(values, values);
    assertThat(comparison.t()).contains(new PairedT(0, pairs - 1, 1));
    assertThat(comparison.signedRanks()).extracting(SignedRanks::p).isEqualTo(1.0);
    assertThat(comparison.interval()).contains(new ConfidenceInterval(0, 0, 0.95));
    assertThat(comparison.cohensD()).hasValue(0);
    assertThat(comparison.higher() + comparison.lower()).isZero();
  }

  @Test
  void saysOfOneDifferenceInAllPairsThatItIsInfinitelySure() {
    double[] control = {0.5, 0.25, 0.75, 1};
    PairedComparison better =
        PairedComparison.of(Arrays.stream(control).map(x -> x + 0.125).toArray(), control);
    assertThat(better.t()).contains(new PairedT(Double.POSITIVE_INFINITY, 3, 0));
    assertThat(better.interval()).contains(new ConfidenceInterval(0.125, 0.125, 0.95));
    assertThat(better.cohensD()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(better.hedgesG()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(better.signedRanks().p()).isEqualTo(0.125);
    assertThat(better.swapped().t()).contains(new PairedT(Double.NEGATIVE_INFINITY, 3, 0));
  }

  @Test
  void takesRoundingForNoDifference() {
    double[] sums = {0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2};
    PairedComparison comparison = PairedComparison.of(sums, new double[] {0.3, 0.3, 0.3});
    assertThat(sums[0]).isNotEqualTo(0.3);
    assertThat(comparison.p()).isEqualTo(1);
    assertThat(comparison.higher()).isZero();
  }

  @Test
  void hasOfOnePairTheDifferenceAlone() {
    PairedComparison one = PairedComparison.of(new double[] {0.75}, new double[] {0.5});
    assertThat(one.meanDifference()).isEqualTo(0.25);
    assertThat(one.t()).isEmpty();
    assertThat(one.interval()).isEmpty();
    assertThat(one.interval(0.5)).isEmpty();
    assertThat(one.differences().deviation()).isEmpty();
    assertThat(one.cohensD()).isEmpty();
    assertThat(one.hedgesG()).isEmpty();
    assertThat(one.p()).isEqualTo(1);
    assertThat(one.signedRanks().p()).isEqualTo(1);
    assertThat(one).hasToString("+0.2500, p = 1, 1 pair");
  }

  @Test
  void countsThePairsThatDiffer() {
    PairedComparison comparison =
        PairedComparison.of(new double[] {3, 1, 4, 1, 5}, new double[] {1, 2, 3, 1, 3});
    assertThat(comparison.pairs()).isEqualTo(5);
    assertThat(comparison.higher()).isEqualTo(3);
    assertThat(comparison.lower()).isEqualTo(1);
    assertThat(comparison.swapped().swapped()).isEqualTo(comparison);
    assertThat(comparison.treated().mean()).isEqualTo(2.8);
    assertThat(comparison.control().mean()).isEqualTo(2);
  }

  @Test
  void needsPairs() {
    assertThatThrownBy(() -> PairedComparison.of(new double[3], new double[2]))
        .hasMessage(
            "pairs: expected as many values of the treated arm as of the control, received 3 and 2;"
                + " leave out both values of a pair of which one is missing");
    assertThatThrownBy(() -> PairedComparison.of(new double[0], new double[0]))
        .hasMessageContaining("at least one");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -1e101
      })
  void refusesValuesThatAreNone(double value) {
    assertThatThrownBy(() -> PairedComparison.of(new double[] {1, value}, new double[] {1, 2}))
        .hasMessageContaining("treated, value 1: expected a finite number");
    assertThatThrownBy(() -> PairedComparison.of(new double[] {1, 2}, new double[] {value, 1}))
        .hasMessageContaining("control, value 0: expected a finite number");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
  void refusesLevelsThatAreNone(double level) {
    PairedComparison comparison = PairedComparison.of(new double[] {1}, new double[] {2});
    assertThatThrownBy(() -> comparison.interval(level))
        .hasMessageContaining("write 95 percent as 0.95");
  }
}
