package org.dsd4j.examples.study.report;

import java.util.Optional;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.ConfidenceInterval;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Scale;
import org.jspecify.annotations.Nullable;

/**
 * A difference between two arms in which more is better, in the unit of its task.
 *
 * @param mean the mean difference
 * @param low the lower end of its 95 % interval; null for one pair
 * @param high the upper end
 * @param alone p of this comparison alone
 * @param p p corrected for its family
 * @param family the number of comparisons in the family
 * @param pairs the number of seeds that both arms have
 * @param gains the number of seeds with a gain
 * @param ranks p of Wilcoxon's signed-rank test
 * @param effect Hedges' g of the pairs; null if it does not exist
 */
record ShownGain(
    @Nullable Double mean,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double alone,
    @Nullable Double p,
    int family,
    int pairs,
    int gains,
    @Nullable Double ranks,
    @Nullable Double effect) {

  static ShownGain of(AdjustedComparison adjusted, Scale scale) {
    PairedComparison raw = adjusted.comparison();
    PairedComparison gain = scale.higherIsBetter() ? raw : raw.swapped();
    Optional<ConfidenceInterval> interval = gain.interval();
    double unit = scale.factor();
    return new ShownGain(
        ShownNumbers.of(gain.meanDifference() * unit),
        interval.map(at -> ShownNumbers.of(at.low() * unit)).orElse(null),
        interval.map(at -> ShownNumbers.of(at.high() * unit)).orElse(null),
        ShownNumbers.of(gain.p()),
        ShownNumbers.of(adjusted.p()),
        adjusted.family(),
        gain.pairs(),
        gain.higher(),
        ShownNumbers.of(gain.signedRanks().p()),
        ShownNumbers.of(gain.hedgesG()));
  }
}
