package org.dsd4j.train.checkpoint;

import java.util.Optional;
import java.util.function.Supplier;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.state.TrainingState;

/**
 * A run that a {@link SavedTraining} saves between its steps, and resumes.
 *
 * <p>Life: made; maybe restored; run; closed.
 *
 * @param <R> its result
 */
public interface ResumableRun<R> extends AutoCloseable {
  /** The kind of trainer, as in checkpoints. */
  String trainer();

  /** The provenance of the run. */
  Provenance provenance();

  /**
   * The provenance with the lengths of phases from a checkpoint, for runs that may extend them.
   *
   * @throws IllegalArgumentException if they cannot be extended as set
   */
  default Provenance provenanceAsIn(SavedCheckpoint saved) {
    return provenance();
  }

  /**
   * Restores the state of a run with equal settings.
   *
   * @throws org.dsd4j.data.CorruptDataException if the checkpoint does not hold such a state; then
   *     nothing changes
   */
  void restore(SavedCheckpoint saved);

  /**
   * The state between two steps. All that later steps change is copied at the call.
   *
   * @param now the state that each step changes
   * @param progress the progress of the current phase; empty between phases
   * @return makes the parts of the checkpoint, in another thread, before {@code now} is closed
   */
  Supplier<CheckpointParts> state(TrainingState now, Optional<PhaseProgress> progress);

  /**
   * Trains to the end.
   *
   * @param keeper must be called after each step, each epoch and each phase, and at the end
   */
  R run(RunKeeper keeper);

  /** Releases its copies. */
  @Override
  void close();
}
