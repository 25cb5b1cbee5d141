package org.dsd4j.examples.run;

import java.nio.file.Path;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.nn.Network;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.TensorBoardEvents;

/**
 * The folder of one run. One that holds another run's files is refused, or they are deleted, or the
 * run goes on: files of two runs never lie side by side.
 */
final class RunFolder {
  private final RunOptions options;
  private final OutputFolder results;
  private final CheckpointPlan checkpoints;
  private boolean isOwn;

  RunFolder(RunOptions options) {
    this.options = options;
    this.results = new OutputFolder(options.out());
    this.checkpoints = new CheckpointPlan(options.out(), options.checkpointEvery());
  }

  OutputFolder results() {
    return results;
  }

  CheckpointPlan checkpoints() {
    return checkpoints;
  }

  /**
   * Fails before anything takes time, and touches nothing.
   *
   * @throws IllegalArgumentException if another run's files are there, and are neither to be
   *     replaced nor gone on with
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

  /** Deletes an earlier run's files, if that is wanted: once, as this run's come next. */
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

  /** A line about that for the terminal; empty for a run that starts from the beginning. */
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
