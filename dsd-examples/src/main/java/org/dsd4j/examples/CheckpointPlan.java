package org.dsd4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dsd4j.io.CheckpointFolder;
import org.dsd4j.train.Checkpoints;

/** Where an example's checkpoints lie, and what becomes of those of an earlier run. */
final class CheckpointPlan {
  private static final String FOLDER = "checkpoints";
  private static final String BEFORE = "checkpoints-before";

  private final Path out;
  private final Interval interval;

  CheckpointPlan(Path out, Interval interval) {
    this.out = out;
    this.interval = interval;
  }

  Path folder() {
    return out.resolve(FOLDER);
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
   * Makes place for a run that starts anew. The checkpoints of one run before are kept, so that a
   * forgotten {@code --resume} costs nothing.
   *
   * @return where they are
   */
  Path setAside() {
    Path before = out.resolve(BEFORE);
    try {
      if (Files.isDirectory(before)) {
        try (Stream<Path> files = Files.list(before)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(before);
      }
      return Files.move(folder(), before);
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder() + ": cannot be moved to " + before + "; move it away (" + e + ")", e);
    }
  }
}
