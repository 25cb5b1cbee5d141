package org.dsd4j.train.record;

import java.util.Optional;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;

/**
 * The checkpoints of one call, without those before a resume.
 *
 * @param written the number of checkpoints written
 * @param failed the number of failed checkpoints; the run continued, and could have been resumed
 *     from the last one written
 * @param lastFailure the reason of the last failure; empty if none failed
 */
public record CheckpointCounts(long written, long failed, Optional<String> lastFailure) {
  /** The counts before the first checkpoint. */
  public static CheckpointCounts none() {
    return new CheckpointCounts(0, 0, Optional.empty());
  }

  /**
   * @hidden
   */
  @Internal
  public CheckpointCounts andWritten() {
    return new CheckpointCounts(written + 1, failed, lastFailure);
  }

  /**
   * @hidden
   */
  @Internal
  public CheckpointCounts andFailed(String reason) {
    return new CheckpointCounts(written, failed + 1, Optional.of(reason));
  }

  /** For example {@code 3 checkpoints, 1 failed: disk full}. */
  @Override
  public String toString() {
    return Numerals.counted(written, "checkpoint")
        + (failed == 0 ? "" : ", " + failed + " failed")
        + lastFailure.map(reason -> ": " + reason).orElse("");
  }
}
