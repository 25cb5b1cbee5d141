package org.dsd4j.train.listen;

import java.util.function.LongSupplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.train.record.PhaseSettings;

/**
 * The events of training for Java's Flight Recorder. Nothing is collected without a recording.
 *
 * @hidden
 */
@Internal
public final class TrainingEvents {
  private static final String TOP = "DSD4J";
  private static final String TRAINING = "Training";

  private TrainingEvents() {}

  /** A step: forward, loss, backward, update. */
  @Name("org.dsd4j.TrainingStep")
  @Label("Training Step")
  @Description("Forward, loss, backward and update on one batch")
  @Category({TOP, TRAINING})
  @StackTrace(false)
  public static final class OneStep extends Event {
    @Label("Phase")
    String phase = "";

    @Label("Epoch")
    @Description("Within the phase, from 1")
    int epoch;

    @Label("Batch")
    @Description("Within the epoch, from 1")
    long batch;

    @Label("Loss")
    double loss;

    /** Ends here, with this step. */
    public void end(TrainingListener.Step step) {
      end();
      if (shouldCommit()) {
        phase = step.phase().name();
        epoch = step.epoch();
        batch = step.batch();
        loss = step.loss();
        commit();
      }
    }
  }

  /** The time that training waits for its next batch. */
  @Name("org.dsd4j.LoaderWait")
  @Label("Loader Wait")
  @Description("Training waits for the next batch of training data")
  @Category({TOP, TRAINING})
  @StackTrace(false)
  public static final class LoaderWait extends Event {
    @Label("Phase")
    String phase = "";

    @Label("Epoch")
    int epoch;

    @Label("Batch")
    long batch;

    /** Ends here, with this batch. */
    public void end(PhaseSettings plan, int numberOfEpoch, long numberOfBatch) {
      end();
      if (shouldCommit()) {
        phase = plan.name();
        epoch = numberOfEpoch;
        batch = numberOfBatch;
        commit();
      }
    }
  }

  /** Loss and metrics measured on the validation data, its loading included. */
  @Name("org.dsd4j.Validation")
  @Label("Validation")
  @Description("Loss and metrics are measured on the validation data")
  @Category({TOP, TRAINING})
  @StackTrace(false)
  public static final class Validation extends Event {
    @Label("Phase")
    String phase = "";

    @Label("Epoch")
    int epoch;

    /** Ends here, after this epoch. */
    public void end(PhaseSettings plan, int numberOfEpoch) {
      end();
      if (shouldCommit()) {
        phase = plan.name();
        epoch = numberOfEpoch;
        commit();
      }
    }
  }

  /** Memory outside of Java's heap at the end of an epoch. */
  @Name("org.dsd4j.NativeMemory")
  @Label("Native Memory")
  @Description("Memory outside of the heap at the end of an epoch")
  @Category({TOP, TRAINING})
  @StackTrace(false)
  public static final class NativeMemory extends Event {
    @Label("Phase")
    String phase = "";

    @Label("Epoch")
    int epoch;

    @Label("Held")
    @Description("By the network, its optimizer's state and scratch included")
    @DataAmount
    long held;

    @Label("Resident")
    @Description("Of the whole process; 0 where the system does not tell")
    @DataAmount
    long resident;

    /** Measures now, after this epoch, if a recording is running. */
    public void look(PhaseSettings plan, int numberOfEpoch, LongSupplier bytesHeld) {
      if (shouldCommit()) {
        phase = plan.name();
        epoch = numberOfEpoch;
        held = bytesHeld.getAsLong();
        resident = ProcessMemory.residentBytes().orElse(0);
        commit();
      }
    }
  }
}
