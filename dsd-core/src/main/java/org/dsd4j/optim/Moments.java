package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * The running means that Adam and its kin keep of the gradient and of its square.
 *
 * @param beta1 how much of the mean stays at each step
 * @param beta2 how much of the mean square stays at each step
 * @param epsilon what is added to the root of the mean square
 */
record Moments(double beta1, double beta2, double epsilon) {
  static final String MEAN = "mean";
  static final String SQUARE = "square";
  static final List<String> NAMES = List.of(MEAN, SQUARE);
  static final Moments DEFAULT = new Moments(0.9, 0.999, 1e-8);

  Moments {
    Check.coefficient("beta1", beta1, 0.9);
    Check.coefficient("beta2", beta2, 0.999);
    Check.positive("epsilon", epsilon);
  }

  Assignment moveMean(Update u, Expression gradient) {
    return u.setState(MEAN, u.state(MEAN).times(beta1).plus(gradient.times(1 - beta1)));
  }

  Assignment moveSquare(Update u, Expression gradient) {
    Expression square = gradient.squared().times(1 - beta2);
    return u.setState(SQUARE, u.state(SQUARE).times(beta2).plus(square));
  }

  @Override
  public String toString() {
    return "betas "
        + Numerals.text(beta1)
        + " and "
        + Numerals.text(beta2)
        + ", epsilon "
        + Numerals.text(epsilon);
  }

  /** √(square / (1 − beta2ᵗ)) + epsilon. */
  Expression deviation(Update u) {
    double correction = 1 - Math.pow(beta2, (double) u.step());
    return u.state(SQUARE).sqrt().times(1 / Math.sqrt(correction)).plus(epsilon);
  }

  /** mean / (1 − beta1ᵗ) over the deviation: Adam's direction. */
  Expression direction(Update u) {
    double correction = 1 - Math.pow(beta1, (double) u.step());
    return u.state(MEAN).times(1 / correction).over(deviation(u));
  }
}
