package org.dsd4j.data.load;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The number of samples of a training step.
 *
 * @param samples the number
 */
public record BatchSize(int samples) {
  /** Checks the number. */
  public BatchSize {
    Check.positive("batch size", samples);
  }

  /** For use in builders: {@code training(data, batchSize(128))}. */
  public static BatchSize batchSize(int samples) {
    return new BatchSize(samples);
  }

  /** For example {@code 64 samples}. */
  @Override
  public String toString() {
    return Numerals.counted(samples, "sample");
  }
}
