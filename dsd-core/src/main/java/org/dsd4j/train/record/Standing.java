package org.dsd4j.train.record;

import java.util.Optional;
import org.dsd4j.internal.Internal;

/**
 * How the epochs of a phase were judged so far.
 *
 * @param best the best one; empty before the first was judged
 * @param toBeat what an epoch must beat to count as a gain; it stays behind the best where early
 *     stopping asks for a minimum
 * @param epochsWithoutGain how many epochs in a row brought none
 */
public record Standing(Optional<Best> best, Optional<EpochScore> toBeat, int epochsWithoutGain) {
  /**
   * Before the first epoch.
   *
   * @hidden
   */
  @Internal
  public static Standing none() {
    return new Standing(Optional.empty(), Optional.empty(), 0);
  }

  /**
   * The same after an epoch of this score, with which that one is best.
   *
   * @hidden
   */
  @Internal
  public Standing judged(EpochScore score, Optional<Best> bestNow, Epochs epochs) {
    double gain = epochs.earlyStopping().map(EarlyStopping::minimumGain).orElse(0.0);
    boolean gained = toBeat.isEmpty() || score.beats(toBeat.get(), gain);
    return new Standing(
        bestNow, gained ? Optional.of(score) : toBeat, gained ? 0 : epochsWithoutGain + 1);
  }
}
