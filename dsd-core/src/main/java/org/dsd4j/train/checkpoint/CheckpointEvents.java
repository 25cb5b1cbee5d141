package org.dsd4j.train.checkpoint;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.dsd4j.train.state.TrainingState;

/** The events of checkpoints for Java's Flight Recorder. */
final class CheckpointEvents {
  private CheckpointEvents() {}

  /** A copy of the run's state, for which training waits. */
  @Name("org.dsd4j.CheckpointCopy")
  @Label("Checkpoint Copy")
  @Description("Training waits while weights and optimizer state are copied")
  @Category({"DSD4J", "Checkpoints"})
  @StackTrace(false)
  static final class Copy extends Event {
    @Label("Bytes")
    @Description("Of weights and optimizer state")
    @DataAmount
    long bytes;

    /** Ends here, with this copy. */
    void end(TrainingState state) {
      end();
      if (shouldCommit()) {
        bytes = state.heldBytes();
        commit();
      }
    }
  }

  /** A checkpoint on its way onto the disk, in the background. */
  @Name("org.dsd4j.CheckpointWrite")
  @Label("Checkpoint Write")
  @Description("A checkpoint is written in the background, and older ones are deleted")
  @Category({"DSD4J", "Checkpoints"})
  @StackTrace(false)
  static final class Write extends Event {
    @Label("Written")
    @Description("Whether it could be written")
    boolean written;

    @Label("Outcome")
    @Description("Its file, or why there is none")
    String outcome = "";

    /** Ends here, with this outcome. */
    void end(CheckpointWriter.Outcome result) {
      end();
      if (shouldCommit()) {
        written = result.path().isPresent();
        outcome = result.text();
        commit();
      }
    }
  }
}
