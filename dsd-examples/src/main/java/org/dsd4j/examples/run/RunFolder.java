package org.dsd4j.examples.run;

import java.nio.file.Path;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.nn.Network;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.TensorBoardEvents;

/**
 * The folder of one run. A folder with another run's files is rejected, cleared, or resumed from:
 * files of two runs are never mixed.
 */
final class RunFolder {
  private final RunOptions options;
  private final OutputFolder results;
  private final CheckpointOptions checkpoints;
  private boolean isOwn;

  RunFolder(RunOptions options) {
    this.options = options;
    this.results = new OutputFolder(options.out());
    this.checkpoints = new CheckpointOptions(options.out(), options.checkpointEvery());
  }

  OutputFolder results() {
    return results;
  }

  CheckpointOptions checkpoints() {
    return checkpoints;
  }

  /**
   * Checks the folder early, without changing it.
   *
   * @throws IllegalArgumentException if it has another run's files that are neither to be replaced
   *     nor to be resumed from
   */
  void checkOtherRuns() {
    if (options.resume()) {
      if (!checkpoints.hasCheckpoints()) {
        results.checkResumable();
      }
    } else if (options.overwrite()) {
      checkpoints.checkNotInUse();
    } else {
      results.checkFree();
    }
  }

  /** Deletes an earlier run's files, if requested; only once, as this run's files follow. */
  void clear() {
    if (options.overwrite() && !isOwn) {
      results.clear();
    }
    isOwn = true;
  }

  MetricLines metrics() {
    Path file = options.out().resolve(OutputFolder.METRICS);
    return goesOn() ? MetricLines.behind(file) : MetricLines.into(file);
  }

  TensorBoardEvents tensorBoard(Network network) {
    Path events = options.out().resolve(OutputFolder.TENSORBOARD);
    return goesOn()
        ? TensorBoardEvents.behind(events, network)
        : TensorBoardEvents.into(events, network);
  }

  private boolean goesOn() {
    return options.resume() && checkpoints.hasCheckpoints();
  }

  /**
   * A line for the terminal on where the run resumes; empty for a run that starts from the
   * beginning.
   */
  String whereItStarts() {
    if (!options.resume()) {
      return "";
    }
    String line = System.lineSeparator();
    return goesOn()
        ? line + "Goes on with the run in " + checkpoints.folder() + line
        : line
            + "Nothing was saved in "
            + checkpoints.folder()
            + " yet: starts from the beginning"
            + line;
  }
}
