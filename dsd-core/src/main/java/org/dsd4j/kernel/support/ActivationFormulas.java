package org.dsd4j.kernel.support;

import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Expression;

/**
 * The activation functions and their derivatives as expressions, for kernels without functions of
 * their own.
 */
public final class ActivationFormulas {
  private static final double INVERSE_SQRT_TWO = Math.sqrt(0.5);
  private static final double INVERSE_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

  private ActivationFormulas() {}

  /** f(x). */
  public static Expression value(Activation f, Expression x) {
    // A product, not a maximum, since a maximum may swallow NaN and so hide where it came from.
    Expression positive = x.times(x.step());
    return switch (f.kind()) {
      case RELU -> positive;
      case LEAKY_RELU -> x.times(x.step().times(1 - f.alpha()).plus(f.alpha()));
      case ELU -> positive.plus(x.min(Expression.of(0)).exp().plus(-1).times(f.alpha()));
      case GELU -> x.times(normalDistribution(x));
      case SIGMOID -> x.sigmoid();
      case TANH -> x.tanh();
      // Never the exponential of a large number: ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).
      case SOFTPLUS -> positive.plus(x.abs().times(-1).exp().log1p());
      case SILU -> x.times(x.sigmoid());
      case HARD_TANH -> x.clamp(f.alpha(), f.beta()).plus(x.times(0));
    };
  }

  /** f′(x), where y = f(x). */
  public static Expression derivative(Activation f, Expression x, Expression y) {
    Expression above = x.step();
    return switch (f.kind()) {
      case RELU -> y.step();
      case LEAKY_RELU -> above.times(1 - f.alpha()).plus(f.alpha());
      // At 0 it is the derivative from below, alpha, as in PyTorch and oneDNN.
      case ELU ->
          above.plus(Expression.of(1).minus(above).times(y.min(Expression.of(0)).plus(f.alpha())));
      case GELU ->
          normalDistribution(x)
              .plus(x.times(x.squared().times(-0.5).exp()).times(INVERSE_SQRT_TWO_PI));
      case SIGMOID -> y.minus(y.squared());
      case TANH -> Expression.of(1).minus(y.squared());
      case SOFTPLUS -> x.sigmoid();
      // With s = sigmoid(x) and y = x·s: s + x·s·(1 − s) = s·(1 − y) + y.
      case SILU -> x.sigmoid().times(Expression.of(1).minus(y)).plus(y);
      case HARD_TANH -> x.plus(-f.alpha()).step().times(Expression.of(f.beta()).minus(x).step());
    };
  }

  private static Expression normalDistribution(Expression x) {
    return x.times(INVERSE_SQRT_TWO).erf().plus(1).times(0.5);
  }
}
