package org.dsd4j.train.record;

import org.dsd4j.internal.Check;

/**
 * Stops a phase that no longer gets better. What is watched is the first metric on the validation
 * data; without one the validation loss; without validation data the training loss.
 *
 * @param patience how many epochs in a row may bring nothing better
 * @param minimumGain how much better counts as better
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
