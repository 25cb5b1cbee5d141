package org.dsd4j.train.record;

import java.util.Optional;
import org.dsd4j.internal.Internal;

/**
 * What became of the checkpoints of one call, those before it was resumed left out.
 *
 * @param written how many were written
 * @param failed how many could not be; the run went on, and could have been resumed from the last
 *     that was written
 * @param lastFailure why the last of those that failed did; empty if none did
 */
public record CheckpointCounts(long written, long failed, Optional<String> lastFailure) {
  /** Before the first checkpoint. */
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
}
