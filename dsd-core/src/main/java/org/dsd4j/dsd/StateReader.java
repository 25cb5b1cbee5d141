package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.dsd.DsdDocument.DsdPhaseRow;
import org.dsd4j.dsd.DsdDocument.StartRow;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.io.checkpoint.StoredArrays;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.checkpoint.PhaseRowReader;
import org.dsd4j.train.checkpoint.PhaseRowWriter;
import org.dsd4j.train.loop.TrainingSession;

/** Reads a run's state from a checkpoint. The session is not changed. */
final class StateReader {
  private final SavedCheckpoint checkpoint;
  private final DsdDocument document;
  private final PhaseRowReader rows;
  private final TrainingSession session;
  private final List<Phase> schedule;

  StateReader(SavedCheckpoint checkpoint, TrainingSession session, DsdSchedule schedule) {
    this.checkpoint = checkpoint;
    this.document = checkpoint.state(DsdDocument.class);
    this.rows = new PhaseRowReader(checkpoint, session);
    this.session = session;
    this.schedule = schedule.phases();
  }

  DsdState state() {
    check();
    WeightFile now = checkpoint.group(PhaseRowWriter.STATE);
    Map<String, Mask> masks = masks(now);
    return new DsdState(
        document.run().toProvenance(),
        document.epochs(),
        phases(),
        control(),
        new DsdState.Figures(document.histograms(), document.regrown(), document.limits()),
        masks,
        ValuesBeforePruning.read(now, masks, session.network()),
        rows.state(PhaseRowWriter.STATE, document.optimizerSteps()),
        Optional.ofNullable(document.current()).map(rows::progress),
        Optional.ofNullable(document.start()).map(this::start),
        Optional.ofNullable(document.resultSteps())
            .map(steps -> rows.state(PhaseRowWriter.RESULT, steps)),
        document.notes());
  }

  private Map<String, Mask> masks(WeightFile file) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (String name : document.pruned()) {
      Shape shape = session.network().parameter(name).shape();
      masks.put(name, StoredArrays.mask(file, StateWriter.PRUNED + name, shape));
    }
    return masks;
  }

  private void check() {
    int phases = document.phases().size();
    StartRow start = document.start();
    int before = start == null ? schedule.size() : start.phasesBefore();
    boolean fits =
        phases <= schedule.size()
            && (phases == schedule.size() || document.resultSteps() == null)
            && document.epochs().size() == schedule.size()
            && before >= 0
            && document.control().size() <= schedule.size() - before;
    if (!fits) {
      throw new CorruptDataException(
          checkpoint.path(),
          "phases of the schedule, which has " + schedule.size(),
          phases + " phases and " + document.control().size() + " of the control",
          "use an older one");
    }
  }

  private List<PhaseResult> phases() {
    List<PhaseResult> results = new ArrayList<>();
    for (DsdPhaseRow row : document.phases()) {
      Phase phase = schedule.get(results.size());
      results.add(result(phase, phase.kind(), row));
    }
    return results;
  }

  private List<PhaseResult> control() {
    StartRow start = document.start();
    List<PhaseResult> results = new ArrayList<>();
    if (start != null) {
      for (DsdPhaseRow row : document.control()) {
        Phase phase = schedule.get(start.phasesBefore() + results.size());
        results.add(result(phase, PhaseKind.CONTROL, row));
      }
    }
    return results;
  }

  private PhaseResult result(Phase phase, PhaseKind kind, DsdPhaseRow row) {
    return new PhaseResult(
        phase, kind, rows.record(row.record()), new SparsityReport(row.sparsity()));
  }

  private StartOfControl start(StartRow row) {
    return new StartOfControl(
        row.phasesBefore(), row.firstEpoch(), rows.state(StateWriter.START, row.optimizerSteps()));
  }
}
