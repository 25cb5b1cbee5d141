package org.dsd4j.examples.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.train.checkpoint.Checkpoints;

/** The folder of an example's checkpoints, and the intervals at which they are written. */
final class CheckpointOptions {
  private final Path out;
  private final Interval interval;

  CheckpointOptions(Path out, Interval interval) {
    this.out = out;
    this.interval = interval;
  }

  Path folder() {
    return out.resolve(OutputFolder.CHECKPOINTS);
  }

  boolean hasCheckpoints() {
    return CheckpointFolder.hasCheckpoints(folder());
  }

  Checkpoints rule() {
    Checkpoints rule = Checkpoints.in(folder());
    return switch (interval.unit()) {
      case SECONDS -> rule.every(interval.time().orElseThrow());
      case STEPS -> rule.everySteps(interval.number());
      case EPOCHS -> rule.everyEpochs(interval.number());
    };
  }

  /**
   * Throws if a run is writing them.
   *
   * @throws IllegalStateException if another process has locked them
   */
  void checkNotInUse() {
    if (Files.isDirectory(folder())) {
      CheckpointFolder.open(folder(), 1).close();
    }
  }
}
