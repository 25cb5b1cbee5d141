package org.dsd4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.dsd4j.measure.PowerIteration.Eigenvalue;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;

class PowerIterationTest {
  private static final PowerIteration EXACT = new PowerIteration().iterations(500).tolerance(1e-12);

  private static UnaryOperator<double[]> diagonal(double... values) {
    return vector -> DoubleVectors.times(values, vector);
  }

  private static Eigenvalue largest(double... diagonal) {
    return EXACT.run(DoubleVectors.ones(diagonal.length), diagonal(diagonal));
  }

  @Test
  void findsTheLargest() {
    Eigenvalue found = largest(1, 7, 3, -2);
    assertThat(found.value()).isCloseTo(7, within(1e-9));
    assertThat(found.converged()).isTrue();
    assertThat(found.iterations()).isBetween(5, 100);
  }

  @Test
  void findsTheLargestAlsoWhereANegativeOneIsLarger() {
    assertThat(largest(1, -7, 3).value()).isCloseTo(3, within(1e-8));
    assertThat(largest(-1, -7, -3).value()).isCloseTo(-1, within(1e-8));
  }

  @Test
  void knowsZero() {
    assertThat(largest(0, 0)).isEqualTo(new Eigenvalue(0, 1, true));
    assertThat(EXACT.run(new double[2], diagonal(3, 4))).isEqualTo(new Eigenvalue(0, 0, true));
  }

  @Test
  void elementsThatDoNotCountHaveNoSay() {
    Eigenvalue found = EXACT.run(new double[] {1, 0, 1}, diagonal(1, 7, 3));
    assertThat(found.value()).isCloseTo(3, within(1e-9));
  }

  /** Of 1 and −1 the vector stays between both directions, and vᵀHv where it is. */
  @Test
  void doesNotTakeAStandstillForAnEigenvalue() {
    assertThat(largest(1, -1).converged()).isFalse();
  }

  @Test
  void saysWhenItHasNotComeToRest() {
    Eigenvalue found =
        new PowerIteration().iterations(1).run(DoubleVectors.ones(2), diagonal(2, 1));
    assertThat(found.converged()).isFalse();
    assertThat(found.iterations()).isEqualTo(1);
    assertThat(found.value()).isBetween(1.0, 2.0);
    assertThat(found.toString()).endsWith(" after 1 iterations, not converged");
    assertThat(new Eigenvalue(41.2345, 17, true)).hasToString("41.23 after 17 iterations");
  }

  @Test
  void startsFromItsSeed() {
    PowerIteration once = new PowerIteration().iterations(1);
    double[] all = DoubleVectors.ones(2);
    UnaryOperator<double[]> matrix = diagonal(2, 1);
    assertThat(once.run(all, matrix)).isEqualTo(once.run(all, matrix));
    assertThat(once.seed(Seed.of(5)).run(all, matrix)).isNotEqualTo(once.run(all, matrix));
  }

  @Test
  void refusesSettingsWithoutEnd() {
    assertThatThrownBy(() -> new PowerIteration().iterations(0)).hasMessageContaining("iterations");
    assertThatThrownBy(() -> new PowerIteration().tolerance(0)).hasMessageContaining("tolerance");
    assertThatThrownBy(() -> new PowerIteration().tolerance(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
