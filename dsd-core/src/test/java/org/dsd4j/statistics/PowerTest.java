package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerTest {
  static Stream<JsonNode> powers() {
    return SciPy.cases("powers").stream();
  }

  static Stream<JsonNode> pairsNeeded() {
    return SciPy.cases("pairs_needed").stream();
  }

  private static Power of(JsonNode settings) {
    return new Power(
        settings.get("difference").doubleValue(),
        settings.get("deviation").doubleValue(),
        settings.get("alpha").doubleValue());
  }

  @ParameterizedTest
  @MethodSource("powers")
  void isThatOfSciPysNoncentralT(JsonNode expected) {
    assertThat(of(expected).ofPairs(expected.get("pairs").intValue()))
        .isCloseTo(expected.get("power").doubleValue(), within(1e-11));
  }

  @ParameterizedTest
  @MethodSource("pairsNeeded")
  void needsThePairsThatSciPyFindsOneByOne(JsonNode expected) {
    assertThat(of(expected).pairsFor(expected.get("power").doubleValue()))
        .hasValue(expected.get("pairs").intValue());
  }

  @Test
  void isAsInCohensTables() {
    assertThat(new Power(0.5, 1).pairsFor(0.8)).hasValue(34);
    assertThat(new Power(-0.5, 1))
        .extracting(power -> power.ofPairs(34))
        .isEqualTo(new Power(0.5, 1).ofPairs(34));
  }

  @Property(tries = 100)
  void growsWithThePairs(
      @ForAll @IntRange(min = 2, max = 5_000) int pairs,
      @ForAll @DoubleRange(min = 0, max = 3) double difference,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
    Power power = new Power(difference, 1, alpha);
    assertThat(power.ofPairs(pairs + 1)).isBetween(power.ofPairs(pairs) - 1e-12, 1.0);
    assertThat(power.ofPairs(pairs)).isGreaterThan(alpha - 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.05, 0.05",
    "0, 1e-90, 0.01, 0.01",
    "1, 0, 0.05, 1",
    "0, 0, 0.05, 0",
    "1e90, 1e-90, 0.05, 1",
    "1, 1e-9, 1e-12, 1"
  })
  void hasLimits(double difference, double deviation, double alpha, double expected) {
    assertThat(new Power(difference, deviation, alpha).ofPairs(5))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void needsManyPairsForSmallDifferencesAndTwoForThoseWithoutSpread() {
    // By the normal approximation, which is exact in the limit: (1.959964 + 0.841621)² / 0.003².
    assertThat(new Power(0.003, 1).pairsFor(0.8).orElseThrow()).isBetween(872_090, 872_105);
    assertThat(new Power(1e-50, 1).pairsFor(0.8)).isEmpty();
    assertThat(new Power(1, 0).pairsFor(0.999)).hasValue(2);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new Power(0, 1).pairsFor(0.8))
        .hasMessageContaining("no number of pairs shows that there is none");
    assertThatThrownBy(() -> new Power(1, 1).ofPairs(1)).hasMessageContaining("add pairs");
    assertThatThrownBy(() -> new Power(Double.NaN, 1)).hasMessageContaining("difference to see");
    assertThatThrownBy(() -> new Power(1, -1)).hasMessageContaining("deviation");
    assertThatThrownBy(() -> new Power(1, Double.NaN)).hasMessageContaining("deviation");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 80, -1, Double.NaN})
  void refusesWhatIsNoProbability(double value) {
    assertThatThrownBy(() -> new Power(1, 1, value)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new Power(1, 1).pairsFor(value)).hasMessageContaining("power");
  }
}
