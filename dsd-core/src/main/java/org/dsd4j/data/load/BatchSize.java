package org.dsd4j.data.load;

import org.dsd4j.internal.Check;

/**
 * How many samples one training step sees.
 *
 * @param samples the number
 */
public record BatchSize(int samples) {
  /** Checks the number. */
  public BatchSize {
    Check.positive("batch size", samples);
  }

  /** Reads well in a builder: {@code training(data, batchSize(128))}. */
  public static BatchSize batchSize(int samples) {
    return new BatchSize(samples);
  }
}
