package org.dsd4j.train.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.train.loop.SessionState;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.PhaseProgress;

/**
 * The memory that a checkpoint's copies of weights and optimizer state take, kept from one
 * checkpoint to the next: training waits for the copy, and fresh memory would make it half as long
 * again.
 *
 * <p>Copies belong to the state that was made of them until that is closed, by whatever thread
 * wrote it. So at most one checkpoint is in memory at a time, or a second takes memory of its own.
 *
 * @hidden
 */
@Internal
public final class CheckpointCopies implements AutoCloseable {
  private final TrainingSession session;
  private WeightSnapshot weights = WeightSnapshot.of(Map.of());
  private UpdaterSnapshot optimizer = UpdaterSnapshot.of(0, Set.of(), List.of(), Map.of());

  public CheckpointCopies(TrainingSession session) {
    this.session = session;
  }

  /** Takes the memory now, so that no step has to wait for it. */
  public synchronized void reserve() {
    weights = session.network().snapshot(weights);
    optimizer = session.updater().snapshot(optimizer);
  }

  /** A copy of what the next step changes, of a session whose phase stands there. */
  public synchronized SessionState take(Optional<PhaseProgress> progress) {
    return new SessionState(
        session.network().snapshot(weights),
        session.updater().snapshot(optimizer),
        progress.map(PhaseProgress::share),
        this::giveBack);
  }

  private synchronized void giveBack(SessionState state) {
    close();
    weights = state.weights();
    optimizer = state.optimizer();
  }

  /** Gives the memory back. */
  @Override
  public synchronized void close() {
    weights.close();
    optimizer.close();
  }
}
