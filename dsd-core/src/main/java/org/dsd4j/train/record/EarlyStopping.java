package org.dsd4j.train.record;

import org.dsd4j.internal.Check;

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

  @Override
  public String toString() {
    return "stops after "
        + patience
        + " epochs without gain"
        + (minimumGain == 0 ? "" : " of " + minimumGain);
  }
}
