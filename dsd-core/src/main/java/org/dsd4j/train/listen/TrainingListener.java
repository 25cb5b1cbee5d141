package org.dsd4j.train.listen;

import java.nio.file.Path;
import java.util.Locale;
import org.dsd4j.internal.Numerals;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;

/**
 * Receives the events of a training run. All methods are called from the training thread, after
 * masks were enforced. A listener that throws an exception is logged and not called again, and the
 * run continues.
 *
 * <p>In a run resumed from a checkpoint, the interrupted phase begins again for listeners, and the
 * steps since that checkpoint are reported again.
 */
public interface TrainingListener {
  /** A phase begins. */
  default void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {}

  /** A step was taken. */
  default void stepFinished(Step step) {}

  /**
   * A step was not finite and the run continues, by its {@link NonFinitePolicy}. After a step back,
   * the steps of the epoch are reported again.
   */
  default void setBack(Setback setback) {}

  /** An epoch, including its validation, was completed. */
  default void epochFinished(PhaseSettings phase, EpochRecord epoch) {}

  /** A phase was completed. */
  default void phaseFinished(PhaseSettings phase, PhaseRecord record) {}

  /**
   * A checkpoint was written in the background, some steps after it was taken.
   *
   * @param file its JSON file
   */
  default void checkpointWritten(Path file) {}

  /**
   * A checkpoint could not be written. Earlier ones are intact, the run continues, and the next
   * checkpoint is tried when it is due. To end the run instead, call the trainer's {@code stop()}.
   *
   * @param reason the file and the error
   */
  default void checkpointFailed(String reason) {}

  /** The run was completed or has failed; called once, last. */
  default void runFinished() {}

  /**
   * One step.
   *
   * @param phase the phase
   * @param epoch the epoch within the phase, from 1
   * @param batch the batch within the epoch, from 1
   * @param loss the batch's loss
   * @param learningRate the schedule's rate, halved for each step back in this phase; some
   *     parameters may have multiples of it
   */
  record Step(PhaseSettings phase, int epoch, long batch, double loss, double learningRate) {
    /** A copy with this loss. */
    public Step withLoss(double ofBatch) {
      return new Step(phase, epoch, batch, ofBatch, learningRate);
    }

    /** The place of the step in words: {@code phase 'dense', epoch 2, batch 17}. */
    public String place() {
      return String.format(
          Locale.ROOT, "phase '%s', epoch %d, batch %d", phase.name(), epoch, batch);
    }

    /** For example {@code phase 'dense', epoch 2, batch 17: loss 0.41}. */
    @Override
    public String toString() {
      return place() + ": loss " + Numerals.rounded(loss);
    }
  }

  /**
   * A step that was not finite, with the reaction.
   *
   * @param phase the phase
   * @param epoch the epoch within the phase, from 1
   * @param batch the batch within the epoch, from 1; the last one if found at the end of the epoch
   * @param action the reaction
   * @param count the number of such reactions in this phase, including this one
   * @param reason what was not finite, and its place
   */
  record Setback(
      PhaseSettings phase,
      int epoch,
      long batch,
      NonFinitePolicy.Action action,
      int count,
      String reason) {
    /** For example {@code loss is NaN: the run skips the batch (2)}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s: the run %s (%d)", reason, action, count);
    }
  }
}
