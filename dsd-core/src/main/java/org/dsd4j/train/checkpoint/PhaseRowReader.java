package org.dsd4j.train.checkpoint;

import java.util.List;
import java.util.Optional;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.train.checkpoint.SavedRows.BestRow;
import org.dsd4j.train.checkpoint.SavedRows.EpochRow;
import org.dsd4j.train.checkpoint.SavedRows.EpochStartRow;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.Best;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.EpochStart;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.Standing;
import org.dsd4j.train.state.StateTensors;
import org.dsd4j.train.state.TrainingState;

/** Reads phases from a checkpoint. The session is not changed. */
public final class PhaseRowReader {
  private final SavedCheckpoint checkpoint;
  private final TrainingSession session;

  /** A reader of a checkpoint for a session of equal settings. */
  public PhaseRowReader(SavedCheckpoint checkpoint, TrainingSession session) {
    this.checkpoint = checkpoint;
    this.session = session;
  }

  /**
   * The state in a group of tensors, for the caller to close.
   *
   * @param steps the optimizer's number of steps
   * @throws org.dsd4j.data.CorruptDataException if that is not of such a session
   */
  public TrainingState state(String group, long steps) {
    return StateTensors.state(checkpoint.group(group), steps, session.network(), session.updater());
  }

  /**
   * A completed phase.
   *
   * @throws org.dsd4j.data.CorruptDataException if its best weights are not of such a network
   */
  public PhaseRecord record(PhaseRow row) {
    return new PhaseRecord(
        row.name(),
        records(row.epochs()),
        row.last(),
        best(row.best()),
        row.stoppedEarly(),
        row.setbacks(),
        row.stretches(),
        row.restoredBest());
  }

  /**
   * The progress of the current phase.
   *
   * @throws org.dsd4j.data.CorruptDataException if its weights are not of such a session
   */
  public PhaseProgress progress(ProgressRow row) {
    return new PhaseProgress(
        records(row.epochs()),
        row.learned(),
        row.seconds(),
        new Standing(
            Optional.ofNullable(row.best()).map(this::best),
            Optional.ofNullable(row.toBeat()),
            row.epochsWithoutGain()),
        row.setbacks(),
        row.stretches(),
        Optional.ofNullable(row.start()).map(this::start));
  }

  private static List<EpochRecord> records(List<EpochRow> rows) {
    return rows.stream().map(EpochRow::toRecord).toList();
  }

  private Best best(BestRow row) {
    return new Best(
        row.epoch(),
        row.score(),
        StateTensors.weights(checkpoint.group(row.tensors()), session.network()));
  }

  private EpochStart start(EpochStartRow row) {
    return new EpochStart(state(row.tensors(), row.optimizerSteps()), row.learned());
  }
}
