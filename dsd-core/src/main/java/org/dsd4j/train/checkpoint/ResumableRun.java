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
 * @param <R> what comes out of it
 */
public interface ResumableRun<R> extends AutoCloseable {
  /** What trains, as checkpoints call it. */
  String trainer();

  /** What the run is made of. */
  Provenance provenance();

  /**
   * The same as it would be if phases were as long as they are in a checkpoint, for runs that may
   * make them longer.
   *
   * @throws IllegalArgumentException if they cannot be made as long as they are to be
   */
  default Provenance provenanceAsIn(SavedCheckpoint saved) {
    return provenance();
  }

  /**
   * Takes up where a run of equal settings was left.
   *
   * @throws org.dsd4j.data.CorruptDataException if the checkpoint does not hold such a state; then
   *     nothing has changed
   */
  void restore(SavedCheckpoint saved);

  /**
   * The state between two steps. All that later steps change is copied now.
   *
   * @param now what each step changes
   * @param progress where the phase stands that is on; empty between phases
   * @return takes the state apart, in another thread, before what it was given is closed
   */
  Supplier<CheckpointParts> state(TrainingState now, Optional<PhaseProgress> progress);

  /**
   * Trains to the end.
   *
   * @param keeper must be called after each step, each epoch and each phase, and at the end
   */
  R run(RunKeeper keeper);

  /** Lets go of copies. */
  @Override
  void close();
}
