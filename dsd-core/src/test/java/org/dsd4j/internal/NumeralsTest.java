package org.dsd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEveryLocale
class NumeralsTest {
  @ParameterizedTest
  @CsvSource({
    "0.0003, 0.0003",
    "20, 20",
    "1e-8, 1e-8",
    "1.5e-8, 1.5e-8",
    "1e20, 1e20",
    "-0.0, 0",
    "123456789, 123456789",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void numbers(double value, String text) {
    assertThat(Numerals.text(value)).isEqualTo(text);
  }

  @Test
  void numbersOf32BitsHaveTheirOwnDigits() {
    assertThat(Numerals.text(0.485f)).isEqualTo("0.485");
    assertThat(Numerals.list(List.of(0.485f, 1f))).isEqualTo("0.485, 1");
    assertThat(Numerals.list(List.of(0.5, 3L))).isEqualTo("0.5, 3");
  }

  @Test
  void measuredNumbersHaveFourDigits() {
    assertThat(Numerals.rounded(0.931_249_9)).isEqualTo("0.9312");
    assertThat(Numerals.rounded(1234.56)).isEqualTo("1235");
    assertThat(Numerals.rounded(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void counts() {
    assertThat(Numerals.counted(1, "epoch")).isEqualTo("1 epoch");
    assertThat(Numerals.counted(12_345, "step")).isEqualTo("12,345 steps");
    assertThat(Numerals.counted(2, "batch", "batches")).isEqualTo("2 batches");
  }

  @Test
  void times() {
    assertThat(Numerals.duration(Duration.ofMinutes(1))).isEqualTo("1 min");
    assertThat(Numerals.duration(Duration.ofMinutes(150))).isEqualTo("2 h 30 min");
    assertThat(Numerals.duration(Duration.ofHours(2))).isEqualTo("2 h");
    assertThat(Numerals.duration(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(Numerals.duration(Duration.ofMillis(250))).isEqualTo("0.25 s");
    assertThat(Numerals.duration(Duration.ofNanos(1))).isEqualTo("1e-9 s");
  }
}
