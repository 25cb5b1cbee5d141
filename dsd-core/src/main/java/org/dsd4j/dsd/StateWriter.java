package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.dsd.DsdDocument.DsdPhaseRow;
import org.dsd4j.dsd.DsdDocument.StartRow;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.train.checkpoint.CheckpointParts;
import org.dsd4j.train.checkpoint.PhaseRowWriter;
import org.dsd4j.train.checkpoint.SavedRows.RunRow;
import org.dsd4j.train.state.TrainingState;

/** Converts a run's state to the parts of a checkpoint: a document and groups of tensors. */
final class StateWriter {
  /** The group of the state that the control starts from. */
  static final String START = "control-start";

  /** What the names of masks begin with. */
  static final String PRUNED = "pruned.";

  private final PhaseRowWriter rows = new PhaseRowWriter();

  private StateWriter() {}

  static CheckpointParts parts(DsdState state) {
    StateWriter writer = new StateWriter();
    return new CheckpointParts(writer.document(state), writer.rows.groups());
  }

  private DsdDocument document(DsdState state) {
    List<NamedTensor> further = new ArrayList<>(state.before().tensors());
    state.masks().forEach((name, mask) -> further.add(NamedTensor.of(PRUNED + name, mask)));
    rows.state(state.now(), further);
    state.start().ifPresent(start -> rows.lasting(START, start.state()));
    state.result().ifPresent(end -> rows.lasting(PhaseRowWriter.RESULT, end));
    boolean phasesOver = state.result().isPresent();
    String on =
        phasesOver
            ? "control" + (state.control().size() + 1)
            : "phase" + (state.phases().size() + 1);
    return new DsdDocument(
        DsdRun.TRAINER,
        RunRow.of(state.provenance()),
        state.epochs(),
        rows("phase", state.phases()),
        rows("control", state.control()),
        state.current().map(progress -> rows.row(on, progress)).orElse(null),
        state.now().steps(),
        state.start().map(StateWriter::row).orElse(null),
        state.result().map(TrainingState::steps).orElse(null),
        List.copyOf(state.masks().keySet()),
        state.figures().histograms(),
        state.figures().regrown(),
        state.figures().limits(),
        state.notes());
  }

  private List<DsdPhaseRow> rows(String kind, List<PhaseResult> results) {
    List<DsdPhaseRow> all = new ArrayList<>();
    for (PhaseResult result : results) {
      String key = kind + (all.size() + 1);
      all.add(new DsdPhaseRow(rows.row(key, result.record()), result.sparsity().rows()));
    }
    return all;
  }

  private static StartRow row(StartOfControl start) {
    return new StartRow(start.phasesBefore(), start.firstEpoch(), start.state().steps());
  }
}
