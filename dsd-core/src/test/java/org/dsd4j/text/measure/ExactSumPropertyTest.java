package org.dsd4j.text.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExactSumPropertyTest {
  private static ExactSum of(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }

  @Property(tries = 500)
  void isTheRoundedSumHoweverItIsSplit(
      @ForAll @Size(max = 40) List<@DoubleRange(min = -1e300, max = 1e300) Double> values,
      @ForAll @IntRange(max = 40) int cut) {
    BigDecimal exact =
        values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    int at = Math.min(cut, values.size());
    ExactSum merged = of(values.subList(at, values.size()));
    merged.add(of(values.subList(0, at)));
    assertThat(of(values).value()).isEqualTo(exact.doubleValue());
    assertThat(merged.value()).isEqualTo(exact.doubleValue());
  }

  @Property(tries = 500)
  void isTheRoundedSumOfNumbersThatNearlyCancel(
      @ForAll @Size(max = 20) List<@IntRange(min = -9, max = 9) Integer> numbers,
      @ForAll @Size(max = 20) List<@IntRange(min = -60, max = 60) Integer> powers) {
    ExactSum sum = new ExactSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < Math.min(numbers.size(), powers.size()); i++) {
      double value = Math.scalb((double) numbers.get(i), powers.get(i));
      sum.add(value);
      exact = exact.add(new BigDecimal(value));
    }
    assertThat(sum.value()).isEqualTo(exact.doubleValue());
  }

  @Test
  void infinityStays() {
    ExactSum sum = of(List.of(1.0, Double.POSITIVE_INFINITY, 3.0));
    assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
    ExactSum other = of(List.of(1.0));
    other.add(sum);
    assertThat(other.value()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(of(List.of(Double.MAX_VALUE, Double.MAX_VALUE)).value())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(new ExactSum().value()).isZero();
  }

  @Test
  void aSumAddedToItselfIsTwice() {
    ExactSum sum = of(List.of(0.1, 0.2, 0.3));
    double once = sum.value();
    sum.add(sum);
    assertThat(sum.value()).isEqualTo(2 * once);
  }
}
