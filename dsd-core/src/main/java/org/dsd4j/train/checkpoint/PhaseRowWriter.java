package org.dsd4j.train.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.TensorGroup;
import org.dsd4j.train.checkpoint.SavedRows.BestRow;
import org.dsd4j.train.checkpoint.SavedRows.EpochRow;
import org.dsd4j.train.checkpoint.SavedRows.EpochStartRow;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.record.Best;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.EpochStart;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.state.StateTensors;
import org.dsd4j.train.state.TrainingState;

/** Converts phases to rows of a checkpoint's document and groups of tensors. */
public final class PhaseRowWriter {
  /** The group of the state that every step changes. */
  public static final String STATE = "state";

  /** The group of the state at the end of the schedule, if that is not the current one. */
  public static final String RESULT = "result";

  private final List<TensorGroup> groups = new ArrayList<>();

  /** The groups so far. */
  public List<TensorGroup> groups() {
    return groups;
  }

  /** Adds the state that every step changes, and {@code further} tensors. */
  public void state(TrainingState now, List<NamedTensor> further) {
    List<NamedTensor> tensors = new ArrayList<>(now.tensors());
    tensors.addAll(further);
    groups.add(new TensorGroup(STATE, false, tensors));
  }

  /** Adds a state that is always the same for this key in this run. */
  public void lasting(String key, TrainingState state) {
    lasting(key, state.tensors());
  }

  private void lasting(String key, List<NamedTensor> tensors) {
    groups.add(new TensorGroup(key, true, tensors));
  }

  /** A completed phase, with its key in this run. */
  public PhaseRow row(String key, PhaseRecord record) {
    return new PhaseRow(
        record.name(),
        rows(record.epochs()),
        record.last(),
        row(key, record.best()),
        record.stoppedEarly(),
        record.setbacks(),
        record.stretches(),
        record.restoredBest());
  }

  /** The current phase, with its key in this run. */
  public ProgressRow row(String key, PhaseProgress progress) {
    String epoch = key + "-epoch" + (progress.epochs().size() + 1);
    return new ProgressRow(
        rows(progress.epochs()),
        progress.learned(),
        progress.seconds(),
        progress.standing().best().map(best -> row(key, best)).orElse(null),
        progress.standing().toBeat().orElse(null),
        progress.standing().epochsWithoutGain(),
        progress.setbacks(),
        progress.stretches(),
        progress.start().map(start -> row(epoch, start)).orElse(null));
  }

  private static List<EpochRow> rows(List<EpochRecord> epochs) {
    return epochs.stream().map(EpochRow::of).toList();
  }

  private BestRow row(String phase, Best best) {
    String key = phase + "-best-epoch" + best.epoch();
    lasting(key, StateTensors.of(best.weights()));
    return new BestRow(best.epoch(), best.score(), key);
  }

  private EpochStartRow row(String epoch, EpochStart start) {
    String key = epoch + "-batch" + start.learned().batches();
    lasting(key, start.state());
    return new EpochStartRow(start.learned(), start.state().steps(), key);
  }
}
