package org.dsd4j.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;

/**
 * The paired bootstrap over the items of a test set, such as utterances or sentences (Efron,
 * Tibshirani, "An introduction to the bootstrap", 1993; for error rates Bisani, Ney, ICASSP 2004;
 * for BLEU Koehn, EMNLP 2004). Measures of a whole corpus, such as a word error rate, are no means
 * over its items, so that no t test of the items applies. The bootstrap draws as many items as
 * there are, with repetition, over and over, and measures both arms on each draw.
 *
 * <p>It answers what would come out of <em>other items with the same two networks</em>. What would
 * come out of other seeds, {@link PairedComparison} says.
 *
 * <p>An item is a row of numbers that add up: errors and words for a word error rate; for BLEU the
 * matches and totals of each order and the two lengths. The measure is computed from the sums.
 *
 * <p>The same seed and rows give the same result.
 *
 * @param resamples how many draws, at least 100
 * @param seed decides the draws
 */
public record Bootstrap(int resamples, Seed seed) {
  private static final int USUAL_RESAMPLES = 10_000;
  private static final int FEWEST_RESAMPLES = 100;

  /** Checks the number of draws. */
  public Bootstrap {
    Check.argument(
        resamples >= FEWEST_RESAMPLES,
        "resamples",
        "at least " + FEWEST_RESAMPLES,
        resamples,
        "take 10,000, as is usual, or leave them out");
    Check.given("seed", seed);
  }

  /** A bootstrap of 10,000 draws. */
  public Bootstrap(Seed seed) {
    this(USUAL_RESAMPLES, seed);
  }

  /**
   * Compares two arms by any measure of sums.
   *
   * @param treated a row of each item, [items, columns]
   * @param control the rows of the same items, in the same order
   * @param measure gives the measure of the sums of the columns
   * @throws IllegalArgumentException if the rows are fewer than two, or of different lengths, or
   *     have values that are not finite, or if the measure of a draw is not finite
   */
  public ResampledDifference compare(
      double[][] treated, double[][] control, ToDoubleFunction<double[]> measure) {
    ItemRows rows = ItemRows.of(treated, control);
    RandomGenerator random = seed.derive("bootstrap").stream();
    double[] differences = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double[] sums = rows.zero();
      for (int draw = 0; draw < rows.count(); draw++) {
        rows.add(random.nextInt(rows.count()), sums);
      }
      differences[i] = rows.difference(sums, measure);
    }
    double[] all = rows.total();
    return new ResampledDifference(
        rows.treated(all, measure),
        rows.control(all, measure),
        differences,
        acceleration(rows, measure));
  }

  /**
   * Compares two arms by errors over length: word error rates, character error rates, frame error
   * rates.
   *
   * @param treated the errors of each item
   * @param control the errors of the other arm on the same items
   * @param lengths the length of each item's reference, such as its number of words; single ones
   *     may be 0
   * @throws IllegalArgumentException if they are not equally many or fewer than two, or one is
   *     negative, or all items of a draw are empty
   */
  public ResampledDifference compareRates(long[] treated, long[] control, long[] lengths) {
    return compare(
        errorRows(treated, lengths), errorRows(control, lengths), sums -> sums[0] / sums[1]);
  }

  private static double[][] errorRows(long[] errors, long[] lengths) {
    Check.argument(
        errors.length == lengths.length,
        "items",
        "as many numbers of errors as lengths",
        errors.length + " and " + lengths.length,
        "give each item both");
    double[][] rows = new double[errors.length][];
    for (int i = 0; i < rows.length; i++) {
      Check.argument(
          Math.min(errors[i], lengths[i]) >= 0,
          "item " + i,
          "counts of at least 0",
          errors[i] + " errors, length " + lengths[i],
          "pass counts");
      rows[i] = new double[] {errors[i], lengths[i]};
    }
    return rows;
  }

  /** Efron's a, from what the difference is without each item in turn; 0 if no item matters. */
  static double acceleration(ItemRows rows, ToDoubleFunction<double[]> measure) {
    double[] all = rows.total();
    double[] without = new double[rows.count()];
    for (int i = 0; i < without.length; i++) {
      double[] sums = all.clone();
      rows.subtract(i, sums);
      without[i] = rows.difference(sums, measure);
    }
    double mean = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(x -> (mean - x) * (mean - x)).sum();
    double cubes = Arrays.stream(without).map(x -> Math.pow(mean - x, 3)).sum();
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  /** For example {@code 10,000 resamples, seed 1}. */
  @Override
  public String toString() {
    return Numerals.counted(resamples, "resample") + ", " + seed;
  }
}
