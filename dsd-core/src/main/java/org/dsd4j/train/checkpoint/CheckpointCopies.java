package org.dsd4j.train.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.state.TrainingState;

/**
 * The memory for a checkpoint's copy of weights and optimizer state, reused for the next
 * checkpoint: training waits for the copy, which would take half as long again with fresh memory.
 *
 * <p>The last copy is shared with its writer. If that is still writing when the next copy is made,
 * the next gets its own memory, so that at most one checkpoint's memory is kept.
 *
 * @hidden
 */
@Internal
public final class CheckpointCopies implements AutoCloseable {
  private final TrainingSession session;
  private TrainingState last =
      TrainingState.of(
          WeightSnapshot.of(Map.of()), UpdaterSnapshot.of(0, Set.of(), List.of(), Map.of()));

  public CheckpointCopies(TrainingSession session) {
    this.session = session;
  }

  /** Allocates the memory now, so that no step has to wait for it. */
  public void reserve() {
    last = TrainingState.copyOf(session.network(), session.updater(), last);
  }

  /** A copy of all that the next step changes, which the caller closes. */
  public TrainingState take() {
    reserve();
    return last.share();
  }

  /** Releases the memory when it is no longer read. */
  @Override
  public void close() {
    last.close();
  }
}
