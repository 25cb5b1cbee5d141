package org.dsd4j.dsd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.train.TrainingSession;

/**
 * The memory that a checkpoint's copies of weights and optimizer state take, kept from one
 * checkpoint to the next: training waits for the copy, and fresh memory would make it half as long
 * again.
 *
 * <p>Copies belong to the state that was made of them until that is given back, by whatever thread
 * wrote it. So at most one checkpoint is in memory at a time, or a second takes memory of its own.
 */
final class CheckpointCopies implements AutoCloseable {
  private WeightSnapshot weights = WeightSnapshot.of(Map.of());
  private UpdaterSnapshot optimizer = UpdaterSnapshot.of(0, Set.of(), List.of(), Map.of());

  /** Takes the memory now, so that no step has to wait for it. */
  synchronized void reserve(TrainingSession session) {
    weights = weights(session);
    optimizer = optimizer(session);
  }

  synchronized WeightSnapshot weights(TrainingSession session) {
    return session.network().snapshot(weights);
  }

  synchronized UpdaterSnapshot optimizer(TrainingSession session) {
    return session.updater().snapshot(optimizer);
  }

  /** Takes the copies of a state that nobody reads any more. */
  synchronized void giveBack(DsdState state) {
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
