package org.dsd4j.train.record;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * Stops a phase that no longer improves. The score is the first metric on the validation data;
 * without a metric, the validation loss; without validation data, the training loss.
 *
 * @param patience the number of epochs in a row without an improvement
 * @param minimumGain the smallest gain that counts as an improvement
 */
public record EarlyStopping(int patience, double minimumGain) {
  /** Checks the numbers. */
  public EarlyStopping {
    Check.positive("patience", patience);
    Check.notNegative("minimum gain", minimumGain);
  }

  /** For example {@code stops after 3 epochs without gain of 0.01}. */
  @Override
  public String toString() {
    return "stops after "
        + Numerals.counted(patience, "epoch")
        + " without gain"
        + (minimumGain == 0 ? "" : " of " + Numerals.text(minimumGain));
  }
}
