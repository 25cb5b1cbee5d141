package org.dsd4j.study;

import java.time.Duration;
import org.dsd4j.study.row.CellRow;

/** Receives the progress of a study. Its methods are called one at a time, from any thread. */
@FunctionalInterface
public interface StudyListener {
  /** A cell was finished and its row is on disk. */
  void cellFinished(CellRow row, Progress progress);

  /**
   * How far a study is.
   *
   * @param finished the cells that are finished, those of earlier processes included
   * @param all the cells in all
   * @param left the estimated time until the last, from the cells of this process
   */
  record Progress(int finished, int all, Duration left) {
    /** For example {@code 12 of 40 cells, 3 min left}. */
    @Override
    public String toString() {
      long minutes = (left.toSeconds() + 59) / 60;
      String time = left.toSeconds() < 60 ? left.toSeconds() + " s" : minutes + " min";
      return finished + " of " + all + " cells, " + time + " left";
    }
  }
}
