package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What SciPy says of samples; {@code oracle/scipy_statistics.py} computed it. */
final class SciPy {
  private static final double TOLERANCE = 1e-9;

  private SciPy() {}

  /** The cases of a kind, at least one. */
  static List<JsonNode> cases(String kind) {
    try (InputStream file = SciPy.class.getResourceAsStream("/statistics/scipy.json")) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(Objects.requireNonNull(file)).get(kind).forEach(cases::add);
      assertThat(cases).isNotEmpty();
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] values(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).doubleValue();
    }
    return values;
  }

  /** Relative to the expected value: 1e-9 of a p of 1e-12 is no accuracy at all. */
  static void assertSame(String what, double actual, JsonNode expected) {
    double value = expected.doubleValue();
    assertThat(expected.isNumber()).as(what).isTrue();
    assertThat(Math.abs(actual - value))
        .as("%s: %s, SciPy %s", what, actual, value)
        .isLessThanOrEqualTo(TOLERANCE * Math.abs(value));
  }
}
