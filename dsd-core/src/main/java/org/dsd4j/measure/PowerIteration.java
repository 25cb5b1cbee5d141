package org.dsd4j.measure;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;

/**
 * The largest eigenvalue of a symmetric matrix of which only products with vectors are known, such
 * as a Hessian. From a random direction, each iteration multiplies by the matrix and normalises;
 * the estimate λ is vᵀHv. It is at rest when it changes little and ‖Hv − λv‖ ≤ |λ| / 10, as else v
 * may lie between two directions. If what it finds is the eigenvalue of largest size but negative,
 * a second round, on H − λI, finds the largest one.
 *
 * <p>Immutable.
 */
public final class PowerIteration {
  private static final int USUAL_ITERATIONS = 100;
  private static final double USUAL_TOLERANCE = 1e-3;
  private static final double MOST_RESIDUAL = 0.1;

  private final int iterations;
  private final double tolerance;
  private final Seed seed;

  /** At most 100 iterations, until the estimate changes by less than 0.1 %. */
  public PowerIteration() {
    this(USUAL_ITERATIONS, USUAL_TOLERANCE, Seed.of(0));
  }

  private PowerIteration(int iterations, double tolerance, Seed seed) {
    this.iterations = iterations;
    this.tolerance = tolerance;
    this.seed = seed;
  }

  /** The same with at most so many iterations in each round, at least 1. */
  public PowerIteration iterations(int most) {
    return new PowerIteration(Check.positive("iterations", most), tolerance, seed);
  }

  /** The same until the estimate changes by less than this, relative to it. */
  public PowerIteration tolerance(double relative) {
    return new PowerIteration(iterations, Check.positive("tolerance", relative), seed);
  }

  /** The same from another random direction; by default that of the seed 0. */
  public PowerIteration seed(Seed ofStart) {
    return new PowerIteration(iterations, tolerance, Check.given("seed", ofStart));
  }

  /**
   * What was found.
   *
   * @param value the estimate of the largest eigenvalue; after few iterations it is too small
   *     rather than too large
   * @param iterations how many products it took
   * @param converged whether the estimate had come to rest by then
   */
  public record Eigenvalue(double value, int iterations, boolean converged) {
    /** For example {@code 41.23 after 17 iterations}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.4g after %d iterations%s",
          value,
          iterations,
          converged ? "" : ", not converged");
    }
  }

  /**
   * The largest eigenvalue of a matrix.
   *
   * @param free 1 for elements of vectors that count, 0 for others
   * @param product multiplies a vector of length 1 by the matrix
   */
  Eigenvalue run(double[] free, UnaryOperator<double[]> product) {
    UnaryOperator<double[]> within = vector -> DoubleVectors.times(free, product.apply(vector));
    double[] start = DoubleVectors.times(free, DoubleVectors.normal(free.length, seed.stream()));
    Eigenvalue first = round(start, within);
    if (first.value >= 0) {
      return first;
    }
    double shift = first.value;
    Eigenvalue second =
        round(start, vector -> DoubleVectors.plus(within.apply(vector), vector, -shift));
    return new Eigenvalue(
        second.value + shift,
        first.iterations + second.iterations,
        first.converged && second.converged);
  }

  /** The eigenvalue of largest size. */
  private Eigenvalue round(double[] start, UnaryOperator<double[]> product) {
    double[] vector = start;
    double estimate = Double.NaN;
    for (int i = 1; i <= iterations; i++) {
      double norm = DoubleVectors.norm(vector);
      if (norm == 0) {
        return new Eigenvalue(0, i - 1, true);
      }
      vector = DoubleVectors.times(vector, 1 / norm);
      double[] image = product.apply(vector);
      double before = estimate;
      estimate = DoubleVectors.dot(vector, image);
      double residual = DoubleVectors.norm(DoubleVectors.plus(image, vector, -estimate));
      if (Math.abs(estimate - before) <= tolerance * Math.abs(estimate)
          && residual <= MOST_RESIDUAL * Math.abs(estimate)) {
        return new Eigenvalue(estimate, i, true);
      }
      vector = image;
    }
    return new Eigenvalue(estimate, iterations, false);
  }
}
