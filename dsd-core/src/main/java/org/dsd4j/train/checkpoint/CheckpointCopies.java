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
 * The memory that a checkpoint's copy of weights and optimizer state takes, kept from one
 * checkpoint to the next: training waits for the copy, and fresh memory would make it half as long
 * again.
 *
 * <p>The last copy is shared with whoever writes it. If that is still writing when the next is
 * taken, the next takes memory of its own, so at most one checkpoint's memory is kept.
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

  /** Takes the memory now, so that no step has to wait for it. */
  public void reserve() {
    last = TrainingState.copyOf(session.network(), session.updater(), last);
  }

  /** A copy of what the next step changes, for the caller to close. */
  public TrainingState take() {
    reserve();
    return last.share();
  }

  /** Gives the memory back when nobody reads it. */
  @Override
  public void close() {
    last.close();
  }
}
