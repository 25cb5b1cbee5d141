package org.dsd4j.train.listen;

import java.nio.file.Path;
import java.util.Locale;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhasePlan;
import org.dsd4j.train.record.PhaseRecord;

/**
 * Watches a training run. All methods are called from the training thread, after masks were
 * enforced. A listener that throws an exception is logged and told nothing more, and the run goes
 * on.
 *
 * <p>In a run that goes on from a checkpoint, the phase that was cut begins again for listeners,
 * and the steps since that checkpoint come again.
 */
public interface TrainingListener {
  /** A phase begins. */
  default void phaseStarted(PhasePlan phase, long stepsPerEpoch) {}

  /** A step was taken. */
  default void stepFinished(Step step) {}

  /**
   * A step was not finite and the run goes on, as {@link NonFinitePolicy} says. After a step back,
   * the steps of the epoch come again.
   */
  default void setBack(Setback setback) {}

  /** An epoch, its validation included, is over. */
  default void epochFinished(PhasePlan phase, EpochRecord epoch) {}

  /** A phase is over. */
  default void phaseFinished(PhasePlan phase, PhaseRecord record) {}

  /**
   * A checkpoint was written in the background, some steps after it was taken.
   *
   * @param file its JSON file
   */
  default void checkpointWritten(Path file) {}

  /**
   * A checkpoint could not be written. Those before it are whole, the run goes on, and the next
   * checkpoint is tried when it is due. Who would rather have the run end calls the trainer's
   * {@code stop()}.
   *
   * @param reason names the file and what went wrong
   */
  default void checkpointFailed(String reason) {}

  /** The run is over or has failed; called once, last. */
  default void runFinished() {}

  /**
   * One step.
   *
   * @param phase the phase
   * @param epoch the epoch within the phase, from 1
   * @param batch the batch within the epoch, from 1
   * @param loss the batch's loss
   * @param learningRate the schedule's rate, halved for each step back in this phase, of which some
   *     parameters' may be multiples
   */
  record Step(PhasePlan phase, int epoch, long batch, double loss, double learningRate) {
    /** The same with this loss. */
    public Step withLoss(double ofBatch) {
      return new Step(phase, epoch, batch, ofBatch, learningRate);
    }

    /** Where that is, in words: {@code phase 'dense', epoch 2, batch 17}. */
    public String place() {
      return String.format(
          Locale.ROOT, "phase '%s', epoch %d, batch %d", phase.name(), epoch, batch);
    }
  }

  /**
   * A step that was not finite and what is done about it.
   *
   * @param phase the phase
   * @param epoch the epoch within the phase, from 1
   * @param batch the batch within the epoch, from 1; the last one where the end of the epoch found
   *     it
   * @param action what is done
   * @param count how many times that was done in this phase, this one included
   * @param reason what was not finite and where
   */
  record Setback(
      PhasePlan phase,
      int epoch,
      long batch,
      NonFinitePolicy.Action action,
      int count,
      String reason) {}
}
