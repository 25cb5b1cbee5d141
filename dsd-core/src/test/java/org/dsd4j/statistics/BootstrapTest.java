package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(Seed.of(7));
  private static final long[] WORDS = {10, 12, 8, 15, 9, 11};
  private static final long[] FEW = {1, 2, 0, 3, 1, 0};
  private static final long[] MANY = {3, 2, 2, 4, 3, 1};

  static Stream<JsonNode> samples() {
    return SciPy.cases("bootstraps").stream();
  }

  private static double[][] rows(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(SciPy::values)
        .toArray(double[][]::new);
  }

  private static ToDoubleFunction<double[]> measure(JsonNode sample) {
    return sample.get("name").textValue().startsWith("error rate")
        ? sums -> sums[0] / sums[1]
        : sums -> sums[0] / sums[1] * Math.exp(Math.min(0, 1 - sums[2] / sums[1]));
  }

  private static ConfidenceInterval interval(ResampledDifference result, JsonNode expected) {
    double level = expected.get(0).doubleValue();
    return expected.get(1).textValue().equals("BCa") ? result.bca(level) : result.percentile(level);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void givesSciPysIntervalsOfTheSameDraws(JsonNode sample) {
    ItemRows rows = ItemRows.of(rows(sample.get("treated")), rows(sample.get("control")));
    ToDoubleFunction<double[]> measure = measure(sample);
    ResampledDifference result =
        new ResampledDifference(
            rows.treated(rows.total(), measure),
            rows.control(rows.total(), measure),
            SciPy.values(sample.get("draws")),
            Bootstrap.acceleration(rows, measure));
    SciPy.assertSame("difference", result.difference(), sample.get("difference"));
    for (JsonNode expected : sample.get("intervals of 199")) {
      ConfidenceInterval interval = interval(result, expected);
      assertThat(interval.low()).isCloseTo(expected.get(2).doubleValue(), within(1e-11));
      assertThat(interval.high()).isCloseTo(expected.get(3).doubleValue(), within(1e-11));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void drawsWhatGivesSciPysIntervalsUpToChance(JsonNode sample) {
    ResampledDifference result =
        new Bootstrap(50_000, Seed.of(3))
            .compare(rows(sample.get("treated")), rows(sample.get("control")), measure(sample));
    for (JsonNode expected : sample.get("intervals of 100000")) {
      ConfidenceInterval interval = interval(result, expected);
      double width = expected.get(3).doubleValue() - expected.get(2).doubleValue();
      assertThat(interval.low()).isCloseTo(expected.get(2).doubleValue(), within(0.03 * width));
      assertThat(interval.high()).isCloseTo(expected.get(3).doubleValue(), within(0.03 * width));
    }
  }

  @Test
  void comparesErrorRates() {
    ResampledDifference result = BOOTSTRAP.compareRates(FEW, MANY, WORDS);
    assertThat(result.treated()).isEqualTo(7 / 65.0);
    assertThat(result.control()).isEqualTo(15 / 65.0);
    assertThat(result.difference()).isEqualTo(7 / 65.0 - 15 / 65.0);
    assertThat(result.bca().high()).isNegative();
    assertThat(result.p()).isLessThan(0.05);
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    ResampledDifference result = BOOTSTRAP.compareRates(FEW, MANY, WORDS);
    assertThat(BOOTSTRAP.compareRates(FEW, MANY, WORDS).bca()).isEqualTo(result.bca());
    assertThat(new Bootstrap(Seed.of(8)).compareRates(FEW, MANY, WORDS))
        .extracting(other -> other.percentile(0.9))
        .isNotEqualTo(result.percentile(0.9));
  }

  @Test
  void seesTheSameFromEitherSide() {
    ResampledDifference there = BOOTSTRAP.compareRates(FEW, MANY, WORDS);
    ResampledDifference back = BOOTSTRAP.compareRates(MANY, FEW, WORDS);
    assertThat(back.p()).isEqualTo(there.p());
    assertThat(back.bca().low()).isCloseTo(-there.bca().high(), within(1e-12));
    assertThat(back.bca().high()).isCloseTo(-there.bca().low(), within(1e-12));
  }

  @Test
  void seesNoDifferenceInOneArmTwice() {
    ResampledDifference result = BOOTSTRAP.compareRates(MANY, MANY, WORDS);
    assertThat(result.p()).isEqualTo(1);
    assertThat(result.bca()).isEqualTo(new ConfidenceInterval(0, 0, 0.95));
    assertThat(result.percentile(0.5)).isEqualTo(new ConfidenceInterval(0, 0, 0.5));
  }

  @Test
  void staysFiniteWhereAllDrawsLieOnOneSide() {
    ResampledDifference result = new ResampledDifference(1, 0, new double[] {2, 3, 4, 5}, 0.3);
    assertThat(result.bca().low()).isBetween(2.0, 5.0);
    assertThat(result.bca().high()).isBetween(result.bca().low(), 5.0);
    assertThat(result.p()).isEqualTo(0.4);
  }

  @Test
  void countsDrawsOnTheOtherSideForP() {
    double[] draws = {-2, -1, 0, 1, 2, 3, 4, 5, 6};
    assertThat(new ResampledDifference(2, 0, draws, 0).p()).isEqualTo(0.8);
    assertThat(new ResampledDifference(2, 0, draws, 0))
        .hasToString("+2.000, BCa 95% [-1.800, 5.800], p = 0.80");
  }

  @Test
  void refusesRowsThatDoNotPair() {
    assertThatThrownBy(() -> BOOTSTRAP.compareRates(FEW, MANY, new long[5]))
        .hasMessageContaining("give each item both");
    assertThatThrownBy(() -> BOOTSTRAP.compareRates(new long[] {1}, new long[] {2}, new long[] {3}))
        .hasMessageContaining("at least 2 to draw from");
    assertThatThrownBy(() -> BOOTSTRAP.compareRates(new long[2], new long[] {1, -1}, new long[2]))
        .hasMessageContaining(
            "item 1: expected counts of at least 0, received -1 errors, length 0");
    double[][] rows = {{1, 2}, {3, 4}};
    assertThatThrownBy(() -> BOOTSTRAP.compare(rows, new double[][] {{1, 2}}, sums -> 1))
        .hasMessageContaining("measure both on the same items");
    assertThatThrownBy(() -> BOOTSTRAP.compare(rows, new double[][] {{1, 2}, {1}}, sums -> 1))
        .hasMessageContaining("item 1: expected 2 columns");
    assertThatThrownBy(
            () -> BOOTSTRAP.compare(rows, new double[][] {{1, 2}, {1, Double.NaN}}, sums -> 1))
        .hasMessageContaining("control, item 1, value 1");
  }

  @Test
  void refusesDrawsWithoutAMeasure() {
    assertThatThrownBy(() -> BOOTSTRAP.compareRates(new long[2], new long[2], new long[] {0, 4}))
        .hasMessageContaining("of the sums [0.0, 0.0]: expected a finite number, received NaN");
    assertThatThrownBy(() -> new Bootstrap(99, Seed.of(1))).hasMessageContaining("at least 100");
  }
}
