package org.dsd4j.study;

import java.time.Duration;
import java.util.List;
import org.dsd4j.study.row.CellRow;

/** Counts cells and estimates the time left. */
final class StudyProgress {
  private final StudyPlan plan;
  private final List<StudyListener> listeners;
  private final long start = System.nanoTime();
  private int finishedHere;

  StudyProgress(StudyPlan plan, List<StudyListener> listeners) {
    this.plan = plan;
    this.listeners = listeners;
  }

  synchronized void finished(CellRow row, List<CellRow> rows) {
    finishedHere++;
    int all = plan.size(rows);
    Duration each = Duration.ofNanos((System.nanoTime() - start) / finishedHere);
    Duration left = each.multipliedBy(Math.max(0, all - rows.size()));
    StudyListener.Progress progress = new StudyListener.Progress(rows.size(), all, left);
    listeners.forEach(listener -> listener.cellFinished(row, progress));
  }
}
