package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void hasMeanDeviationAndInterval() {
    Summary summary = Summary.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(summary.count()).isEqualTo(8);
    assertThat(summary.mean()).isEqualTo(5);
    assertThat(summary.deviation().orElseThrow()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-15));
    // t of 7 degrees at 95 % is 2.3646242515927845.
    double half = 2.3646242515927845 * Math.sqrt(32 / 7.0 / 8);
    assertThat(summary.interval().orElseThrow().low()).isCloseTo(5 - half, within(1e-12));
    assertThat(summary.interval().orElseThrow().high()).isCloseTo(5 + half, within(1e-12));
  }

  @Test
  void ofOneValueHasNoSpread() {
    assertThat(Summary.of(3)).isEqualTo(new Summary(1, 3, OptionalDouble.empty()));
    assertThat(Summary.of(3).interval()).isEmpty();
  }

  @Test
  void ofEqualValuesHasNoneAtAll() {
    double[] values = new double[10];
    Arrays.fill(values, 0.1);
    assertThat(Summary.of(values)).isEqualTo(new Summary(10, 0.1, OptionalDouble.of(0)));
    assertThat(Summary.of(values).interval()).contains(new ConfidenceInterval(0.1, 0.1, 0.95));
  }

  @Property(tries = 200)
  void doesNotDependOnTheUnit(
      @ForAll @Size(min = 2, max = 9) List<@DoubleRange(min = -1, max = 1) Double> values,
      @ForAll @IntRange(min = -300, max = 300) int exponent) {
    double[] plain = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] scaled = Arrays.stream(plain).map(x -> Math.scalb(x, exponent)).toArray();
    Summary summary = Summary.of(plain);
    assertThat(Summary.of(scaled).mean()).isEqualTo(Math.scalb(summary.mean(), exponent));
    assertThat(Summary.of(scaled).deviation())
        .hasValue(Math.scalb(summary.deviation().orElseThrow(), exponent));
    assertThat(Summary.of(scaled).againstZero()).isEqualTo(summary.againstZero());
  }

  @Test
  void refusesWhatIsNoSample() {
    assertThatThrownBy(Summary::of).hasMessageContaining("sample: expected at least one value");
    assertThatThrownBy(() -> Summary.of(1, Double.NaN)).hasMessageContaining("sample, value 1");
    assertThatThrownBy(() -> new Summary(0, 1, OptionalDouble.empty()))
        .hasMessageContaining("count");
    assertThatThrownBy(() -> new Summary(2, 1, OptionalDouble.empty()))
        .hasMessageContaining("let Summary.of compute it");
    assertThatThrownBy(() -> new Summary(2, 1, OptionalDouble.of(Double.NaN)))
        .hasMessageContaining("let Summary.of compute it");
  }
}
