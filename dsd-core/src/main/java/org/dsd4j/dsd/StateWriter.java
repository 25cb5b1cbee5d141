package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.dsd.DsdDocument.BestRow;
import org.dsd4j.dsd.DsdDocument.EpochRow;
import org.dsd4j.dsd.DsdDocument.EpochStartRow;
import org.dsd4j.dsd.DsdDocument.PhaseRow;
import org.dsd4j.dsd.DsdDocument.ProgressRow;
import org.dsd4j.dsd.DsdDocument.StartRow;
import org.dsd4j.io.NamedTensor;
import org.dsd4j.io.TensorGroup;
import org.dsd4j.train.Best;
import org.dsd4j.train.EpochRecord;
import org.dsd4j.train.EpochStart;
import org.dsd4j.train.PhaseProgress;
import org.dsd4j.train.PhaseRecord;
import org.dsd4j.train.Score;

/** Takes a run's state apart into what a checkpoint holds: a document and groups of tensors. */
final class StateWriter {
  private final List<TensorGroup> groups = new ArrayList<>();
  private final DsdDocument document;

  StateWriter(DsdState state) {
    List<NamedTensor> now = new ArrayList<>(StateTensors.of(state.weights()));
    now.addAll(StateTensors.of(state.optimizer()));
    now.addAll(StateTensors.of(state.masks()));
    groups.add(new TensorGroup(StateTensors.STATE, false, now));
    state.start().ifPresent(start -> lasting(StateTensors.START, start.tensors()));
    state.result().ifPresent(r -> lasting(StateTensors.RESULT, StateTensors.of(r)));
    boolean phasesOver = state.result().isPresent();
    List<PhaseRow> phases = rows("phase", state.phases());
    List<PhaseRow> control = rows("control", state.control());
    String on =
        phasesOver
            ? "control" + (state.control().size() + 1)
            : "phase" + (state.phases().size() + 1);
    this.document =
        new DsdDocument(
            DsdDocument.Run.of(state.provenance()),
            phases,
            control,
            state.current().map(progress -> row(on, progress)).orElse(null),
            state.optimizer().steps(),
            state.start().map(StateWriter::row).orElse(null),
            phasesOver,
            List.copyOf(state.masks().keySet()),
            state.figures().histograms(),
            state.figures().regrown(),
            state.figures().limits());
  }

  DsdDocument document() {
    return document;
  }

  List<TensorGroup> groups() {
    return groups;
  }

  private void lasting(String key, List<NamedTensor> tensors) {
    groups.add(new TensorGroup(key, true, tensors));
  }

  private List<PhaseRow> rows(String kind, List<PhaseResult> results) {
    List<PhaseRow> rows = new ArrayList<>();
    for (PhaseResult result : results) {
      PhaseRecord record = result.record();
      rows.add(
          new PhaseRow(
              record.name(),
              rows(record.epochs()),
              record.last(),
              row(kind + (rows.size() + 1), record.best()),
              record.stoppedEarly(),
              record.setbacks(),
              result.sparsity().rows()));
    }
    return rows;
  }

  private static List<EpochRow> rows(List<EpochRecord> epochs) {
    return epochs.stream().map(EpochRow::of).toList();
  }

  private BestRow row(String phase, Best best) {
    String key = phase + "-best-epoch" + best.epoch();
    lasting(key, StateTensors.of(best.weights()));
    return new BestRow(best.epoch(), best.score(), key);
  }

  private ProgressRow row(String phase, PhaseProgress progress) {
    BestRow best = progress.standing().best().map(b -> row(phase, b)).orElse(null);
    Score toBeat = progress.standing().toBeat().orElse(null);
    return new ProgressRow(
        rows(progress.epochs()),
        progress.learned(),
        progress.seconds(),
        best,
        toBeat,
        progress.standing().epochsWithoutGain(),
        progress.setbacks(),
        progress
            .start()
            .map(start -> row(phase + "-epoch" + (progress.epochs().size() + 1), start))
            .orElse(null));
  }

  private EpochStartRow row(String epoch, EpochStart start) {
    String key = epoch + "-batch" + start.learned().batches();
    List<NamedTensor> tensors = new ArrayList<>(StateTensors.of(start.weights()));
    tensors.addAll(StateTensors.of(start.optimizer()));
    lasting(key, tensors);
    return new EpochStartRow(start.learned(), start.optimizer().steps(), key);
  }

  private static StartRow row(StartOfControl start) {
    return new StartRow(start.phasesBefore(), start.firstEpoch(), start.optimizerSteps());
  }
}
