package org.dsd4j.statistics;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;

/**
 * A comparison as one of a family: all comparisons of a grid, say, of which some would come out
 * below 0.05 by luck.
 *
 * @param comparison the comparison
 * @param p its p, adjusted for the family
 * @param family the number of comparisons in the family, at least 1
 */
public record AdjustedComparison(PairedComparison comparison, double p, int family) {
  /** Checks that p is an adjusted one. */
  public AdjustedComparison {
    Check.given("comparison", comparison);
    Check.positive("family", family);
    Probabilities.check("adjusted p", p);
    Check.argument(
        p >= comparison.p(),
        "adjusted p",
        "at least the p of the comparison, " + comparison.p(),
        p,
        "adjust by Holm.adjust, which never makes it smaller");
  }

  /** The only comparison that was made. */
  public static AdjustedComparison alone(PairedComparison comparison) {
    return new AdjustedComparison(comparison, comparison.p(), 1);
  }

  /**
   * All comparisons that were made, adjusted by {@link Holm}, in the same order.
   *
   * @param comparisons those without a difference too, or the correction corrects nothing
   */
  public static List<AdjustedComparison> family(List<PairedComparison> comparisons) {
    double[] p = Holm.adjust(comparisons.stream().mapToDouble(PairedComparison::p).toArray());
    List<AdjustedComparison> adjusted = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      adjusted.add(new AdjustedComparison(comparisons.get(i), p[i], p.length));
    }
    return List.copyOf(adjusted);
  }

  /** The comparison, and p adjusted for the number of comparisons. */
  @Override
  public String toString() {
    return comparison + ", adjusted p = " + Probabilities.text(p) + " of " + family;
  }
}
