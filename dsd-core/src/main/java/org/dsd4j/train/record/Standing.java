package org.dsd4j.train.record;

import java.util.Optional;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;

/**
 * The best epoch of a phase so far, and the epochs since the last gain.
 *
 * @param best the best one; empty before the first was judged
 * @param toBeat the score that an epoch must exceed to count as a gain; below the best one if early
 *     stopping requires a smallest gain
 * @param epochsWithoutGain the number of epochs in a row without a gain
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
   * The standing after an epoch of this score.
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

  /** For example {@code best epoch 7, accuracy 0.9312, 2 epochs without gain}. */
  @Override
  public String toString() {
    return best.map(each -> "best " + each).orElse("no epoch yet")
        + (epochsWithoutGain == 0
            ? ""
            : ", " + Numerals.counted(epochsWithoutGain, "epoch") + " without gain");
  }
}
