package org.dsd4j.sensitivity;

import java.util.List;
import java.util.OptionalDouble;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The metric of a network in which one parameter alone is pruned, by sparsity.
 *
 * @param parameter the parameter's name, such as {@code conv1.weight}
 * @param size the number of its elements
 * @param points one for each sparsity, ascending; none if the scan's time was up before
 */
public record SensitivityCurve(String parameter, int size, List<PrunedPoint> points) {
  /** Copies the points. */
  public SensitivityCurve {
    points = List.copyOf(points);
  }

  /**
   * The network at one sparsity of the parameter.
   *
   * @param sparsity the fraction of elements to prune
   * @param pruned the number of elements that were set to zero
   * @param value the metric, such as an accuracy as a fraction
   */
  public record PrunedPoint(double sparsity, int pruned, double value) {
    @Override
    public String toString() {
      return Numerals.text(sparsity) + ": " + Numerals.rounded(value);
    }
  }

  /** Whether it was measured before the scan's time was up. */
  public boolean isReached() {
    return !points.isEmpty();
  }

  /**
   * The largest measured sparsity up to which no measured one loses more than the tolerance; 0 if
   * the smallest one does, empty if nothing was measured. A network that is lucky at a large
   * sparsity, behind smaller ones that lose more, does not count: the loss is taken as one that
   * never falls.
   *
   * @param baseline the metric of the unpruned network
   * @param higherIsBetter the direction of the metric
   * @param tolerance the loss of the metric that is accepted
   */
  OptionalDouble suggested(double baseline, boolean higherIsBetter, double tolerance) {
    Check.notNegative("tolerance", tolerance);
    if (!isReached()) {
      return OptionalDouble.empty();
    }
    double largest = 0;
    for (PrunedPoint point : points) {
      double lost = higherIsBetter ? baseline - point.value : point.value - baseline;
      // A comparison with NaN is false, so a network that computes none is not within the
      // tolerance.
      if (!(lost <= tolerance)) {
        break;
      }
      largest = point.sparsity;
    }
    return OptionalDouble.of(largest);
  }

  /** For example {@code fc1.weight: [0.5: 0.93, 0.9: 0.71]}. */
  @Override
  public String toString() {
    return parameter + ": " + points;
  }
}
