package org.dsd4j.testing;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;

/** Compares gradients with central differences, in double precision. */
public final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private GradientCheck() {}

  /**
   * Checks the gradients of a harness's inputs and trained parameters for the objective Σ
   * outputGradient · output.
   *
   * @throws IllegalArgumentException in single precision, where differences mean nothing
   */
  public static void check(LayerHarness harness) {
    harness.spoil().forward().backward();
    double[] weights = Numbers.get(harness.outputGradient());
    DoubleSupplier objective =
        () -> {
          harness.forward();
          double[] output = Numbers.get(harness.output());
          double sum = 0;
          for (int i = 0; i < output.length; i++) {
            sum += output[i] * weights[i];
          }
          return sum;
        };
    for (int i = 0; i < harness.inputs(); i++) {
      double[] gradient = Numbers.get(harness.gradientOfInput(i));
      if (harness.layer().readsIndices()) {
        checkZero("gradient of indices " + i, gradient);
        continue;
      }
      check("gradient of input " + i, objective, harness.input(i), gradient);
    }
    harness
        .parameterGradients()
        .forEach(
            (name, gradient) ->
                check(
                    "gradient of " + name,
                    objective,
                    harness.parameter(name),
                    Numbers.get(gradient)));
  }

  private static void checkZero(String what, double[] gradient) {
    for (double value : gradient) {
      if (value != 0) {
        throw new AssertionError(what + ": expected 0, received " + value);
      }
    }
  }

  /**
   * Checks the gradient of an objective that reads {@code variable}.
   *
   * @throws IllegalArgumentException in single precision, where differences mean nothing
   */
  public static void check(
      String what, DoubleSupplier objective, Tensor variable, double[] gradient) {
    if (variable.type() != ElementType.FLOAT64) {
      throw new IllegalArgumentException(
          what + ": expected FLOAT64, received " + variable.type() + "; differences need doubles");
    }
    double[] values = Numbers.get(variable);
    double largest = 1e-3;
    for (double value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length; i++) {
      double here = values[i];
      values[i] = here + STEP;
      Numbers.set(variable, values);
      double above = objective.getAsDouble();
      values[i] = here - STEP;
      Numbers.set(variable, values);
      double below = objective.getAsDouble();
      values[i] = here;
      double difference = (above - below) / (2 * STEP);
      if (!(Math.abs(difference - gradient[i]) <= TOLERANCE * largest)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s, element %d of %s: differences say %s, the gradient is %s",
                what,
                i,
                variable.shape(),
                difference,
                gradient[i]));
      }
    }
    Numbers.set(variable, values);
  }
}
