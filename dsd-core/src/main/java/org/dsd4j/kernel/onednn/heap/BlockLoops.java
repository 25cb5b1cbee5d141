package org.dsd4j.kernel.onednn.heap;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.dsd4j.kernel.Expression.BinaryOperator;
import org.dsd4j.kernel.Expression.UnaryOperator;

/** One simple loop for each operator, which the compiler vectorises. */
final class BlockLoops {
  private BlockLoops() {}

  /** z = f(x). {@code z} may be {@code x}. */
  static void apply(UnaryOperator f, float[] x, float[] z, int n) {
    switch (f) {
      case SQUARE -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] * x[i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          z[i] = (float) Math.sqrt(x[i]);
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.abs(x[i]);
        }
      }
      case STEP -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] > 0 ? 1 : 0;
        }
      }
      case EXP -> each(Math::exp, x, z, n);
      case LOG1P -> each(Math::log1p, x, z, n);
      case SIGMOID -> each(v -> 1 / (1 + Math.exp(-v)), x, z, n);
      case TANH -> each(Math::tanh, x, z, n);
      case ERF -> each(Erf::erf, x, z, n);
    }
  }

  private static void each(DoubleUnaryOperator f, float[] x, float[] z, int n) {
    for (int i = 0; i < n; i++) {
      z[i] = (float) f.applyAsDouble(x[i]);
    }
  }

  /** z = f(x, y). {@code z} may be {@code x} or {@code y}. */
  static void apply(BinaryOperator f, float[] x, float[] y, float[] z, int n) {
    switch (f) {
      case PLUS -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] + y[i];
        }
      }
      case MINUS -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] - y[i];
        }
      }
      case TIMES -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] * y[i];
        }
      }
      case OVER -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] / y[i];
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.min(x[i], y[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.max(x[i], y[i]);
        }
      }
    }
  }

  /** z = f(x, y) for the same y everywhere. {@code z} may be {@code x}. */
  static void apply(BinaryOperator f, float[] x, float y, float[] z, int n) {
    switch (f) {
      case PLUS -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] + y;
        }
      }
      case MINUS -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] - y;
        }
      }
      case TIMES -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] * y;
        }
      }
      case OVER -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] / y;
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.min(x[i], y);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.max(x[i], y);
        }
      }
    }
  }

  /** The sum of the first {@code n} elements. */
  static double sum(float[] x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[i];
    }
    return sum;
  }
}
