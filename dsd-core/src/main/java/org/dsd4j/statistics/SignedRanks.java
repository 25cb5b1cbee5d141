package org.dsd4j.statistics;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.dsd4j.internal.Numerals;

/**
 * The result of Wilcoxon's two-sided signed-rank test (Wilcoxon, "Individual comparisons by ranking
 * methods", Biometrics Bulletin 1945), which uses of the differences their signs and their order by
 * size, and so does not suppose a normal distribution.
 *
 * <p>As {@code scipy.stats.wilcoxon(zero_method='wilcox', correction=False, method='auto')} of
 * SciPy 1.17 does it: differences of 0 are left out, differences of equal size get the mean of
 * their ranks. The probability is exact for up to 50 pairs without zeros and equal sizes and for up
 * to 13 pairs with them; beyond, it is that of a normal distribution whose variance is corrected
 * for equal sizes. If all differences are 0, p is 1.
 *
 * <p>From five pairs the smallest possible p is 0.06: it takes six to see anything at 0.05.
 *
 * @param positive the sum of the ranks of differences above 0
 * @param negative the sum of the ranks of differences below 0
 * @param p the probability of sums at least as far apart if either sign were as likely
 * @param exact whether p is exact, and not by a normal distribution
 */
public record SignedRanks(double positive, double negative, double p, boolean exact) {
  private static final int MOST_EXACT = 50;
  private static final int MOST_EXACT_WITH_TIES = 13;

  /**
   * Tests differences.
   *
   * @param differences at least one
   * @throws IllegalArgumentException if there is none, or one is not finite or beyond ±1e100
   */
  public static SignedRanks of(double... differences) {
    Summary.checkValues("differences", differences);
    double[] used = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double[] ranks = ranks(used);
    double positive = 0;
    double negative = 0;
    for (int i = 0; i < used.length; i++) {
      if (used[i] > 0) {
        positive += ranks[i];
      } else {
        negative += ranks[i];
      }
    }
    double ties = ties(ranks);
    boolean plain = ties == 0 && used.length == differences.length;
    boolean exact = differences.length <= (plain ? MOST_EXACT : MOST_EXACT_WITH_TIES);
    double p = 1;
    if (used.length > 0) {
      double smaller = Math.min(positive, negative);
      p = exact ? exactP(ranks, smaller) : normalP(used.length, ties, smaller);
    }
    return new SignedRanks(positive, negative, p, exact);
  }

  /** The test's statistic, the smaller of the two sums of ranks. */
  public double statistic() {
    return Math.min(positive, negative);
  }

  private static double[] ranks(double[] used) {
    double[] sizes = Arrays.stream(used).map(Math::abs).toArray();
    return sizes.length == 0 ? sizes : new NaturalRanking(TiesStrategy.AVERAGE).rank(sizes);
  }

  /** Σ (k³ − k) over the groups of k equal ranks. */
  private static double ties(double[] ranks) {
    double[] sorted = ranks.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = from + 1;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      double size = to - from;
      sum += size * size * size - size;
    }
    return sum;
  }

  /** Counts by dynamic programming how many of all 2ⁿ choices of signs give which sum of ranks. */
  private static double exactP(double[] ranks, double smaller) {
    // Ranks are halves at the finest, so that twice a rank is whole.
    int[] doubled = Arrays.stream(ranks).mapToInt(rank -> (int) Math.round(2 * rank)).toArray();
    double[] choices = new double[Arrays.stream(doubled).sum() + 1];
    choices[0] = 1;
    int reached = 0;
    for (int rank : doubled) {
      reached += rank;
      for (int sum = reached; sum >= rank; sum--) {
        choices[sum] += choices[sum - rank];
      }
    }
    int limit = (int) Math.round(2 * smaller);
    double within = Arrays.stream(choices, 0, limit + 1).sum();
    return Math.min(1, 2 * within / Math.scalb(1.0, ranks.length));
  }

  private static double normalP(int n, double ties, double smaller) {
    double mean = n * (n + 1.0) / 4;
    double variance = (n * (n + 1.0) * (2.0 * n + 1) - ties / 2) / 24;
    double z = (smaller - mean) / Math.sqrt(variance);
    return Math.min(1, 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(z));
  }

  /** For example {@code rank sums 14 and 1, p = 0.125}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "rank sums %s and %s, p = %s",
        Numerals.text(positive),
        Numerals.text(negative),
        Probabilities.text(p));
  }
}
