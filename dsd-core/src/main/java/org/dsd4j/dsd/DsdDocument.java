package org.dsd4j.dsd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.io.checkpoint.StoredArrays;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.checkpoint.CheckpointParts;
import org.dsd4j.train.checkpoint.GroupReader;
import org.dsd4j.train.checkpoint.GroupWriter;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.checkpoint.SavedRows.RunRow;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.state.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run's checkpoint that is not tensors. These records are a file format: a change of
 * them needs a new version.
 *
 * @param trainer the kind of trainer, {@value DsdRun#TRAINER}
 * @param run the run's provenance
 * @param epochs the largest number of epochs of each phase of the schedule
 * @param phases the completed phases
 * @param control the control's completed phases
 * @param current the current phase; null between phases
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param start the start of the control; null before the first sparse phase, and without control
 * @param resultSteps the optimizer's steps at the end of the last phase, if its weights and
 *     optimizer state are kept separately from the current ones; else null
 * @param pruned the parameters that the last sparse phase pruned
 * @param histograms the histograms of the weights
 * @param regrown the distances that pruned weights moved
 * @param limits the limits of the histograms, by parameter
 * @param notes the notes of the run
 */
record DsdDocument(
    String trainer,
    RunRow run,
    List<Integer> epochs,
    List<DsdPhaseRow> phases,
    List<DsdPhaseRow> control,
    @Nullable ProgressRow current,
    long optimizerSteps,
    @Nullable StartRow start,
    @Nullable Long resultSteps,
    List<String> pruned,
    List<WeightHistogram> histograms,
    List<RegrownWeights> regrown,
    Map<String, Double> limits,
    List<Note> notes) {

  /** The group of the state that the control starts from. */
  private static final String START = "control-start";

  /** What the names of masks begin with. */
  private static final String PRUNED = "pruned.";

  /** A completed phase, and the network's sparsity at its end. */
  record DsdPhaseRow(PhaseRow record, List<SparsityReport.Row> sparsity) {
    private static List<DsdPhaseRow> of(
        String kind, List<PhaseResult> results, GroupWriter groups) {
      List<DsdPhaseRow> rows = new ArrayList<>();
      for (PhaseResult result : results) {
        PhaseRow row = PhaseRow.of(kind + (rows.size() + 1), result.record(), groups);
        rows.add(new DsdPhaseRow(row, result.sparsity().rows()));
      }
      return rows;
    }

    private PhaseResult toResult(Phase phase, PhaseKind kind, GroupReader groups) {
      return new PhaseResult(phase, kind, record.toRecord(groups), new SparsityReport(sparsity));
    }
  }

  /** The start of the control. */
  record StartRow(int phasesBefore, int firstEpoch, long optimizerSteps) {
    private static StartRow of(StartOfControl start, GroupWriter groups) {
      groups.lasting(START, start.state());
      return new StartRow(start.phasesBefore(), start.firstEpoch(), start.state().steps());
    }

    private StartOfControl toStart(GroupReader groups) {
      return new StartOfControl(phasesBefore, firstEpoch, groups.state(START, optimizerSteps));
    }
  }

  /** The parts of a checkpoint of a run in this state. */
  static CheckpointParts parts(DsdState state) {
    GroupWriter groups = new GroupWriter();
    List<NamedTensor> further = new ArrayList<>(state.before().tensors());
    state.masks().forEach((name, mask) -> further.add(NamedTensor.of(PRUNED + name, mask)));
    groups.state(state.now(), further);
    StartRow start = state.start().map(each -> StartRow.of(each, groups)).orElse(null);
    state.result().ifPresent(end -> groups.lasting(GroupWriter.RESULT, end));
    DsdState.Figures figures = state.figures();
    DsdDocument document =
        new DsdDocument(
            DsdRun.TRAINER,
            RunRow.of(state.provenance()),
            state.epochs(),
            DsdPhaseRow.of("phase", state.phases(), groups),
            DsdPhaseRow.of("control", state.control(), groups),
            state.current().map(each -> ProgressRow.of(on(state), each, groups)).orElse(null),
            state.now().steps(),
            start,
            state.result().map(TrainingState::steps).orElse(null),
            List.copyOf(state.masks().keySet()),
            figures.histograms(),
            figures.regrown(),
            figures.limits(),
            state.notes());
    return new CheckpointParts(document, groups.groups());
  }

  /** The current phase's name in the names of groups. */
  private static String on(DsdState state) {
    return state.result().isPresent()
        ? "control" + (state.control().size() + 1)
        : "phase" + (state.phases().size() + 1);
  }

  /**
   * Reads a run's state. The session is not changed.
   *
   * @throws CorruptDataException if it does not fit the schedule or the session's network
   */
  static DsdState state(SavedCheckpoint saved, TrainingSession session, DsdSchedule schedule) {
    DsdDocument document = saved.state(DsdDocument.class);
    document.check(saved.path(), schedule.phases().size());
    return document.state(new GroupReader(saved, session), schedule.phases());
  }

  private DsdState state(GroupReader groups, List<Phase> schedule) {
    WeightFile now = groups.group(GroupWriter.STATE);
    Map<String, Mask> masks = masks(now, groups.network());
    return new DsdState(
        run.toProvenance(),
        epochs,
        completed(groups, schedule),
        controlCompleted(groups, schedule),
        new DsdState.Figures(histograms, regrown, limits),
        masks,
        ValuesBeforePruning.read(now, masks, groups.network()),
        groups.state(GroupWriter.STATE, optimizerSteps),
        Optional.ofNullable(current).map(row -> row.toProgress(groups)),
        Optional.ofNullable(start).map(row -> row.toStart(groups)),
        Optional.ofNullable(resultSteps).map(steps -> groups.state(GroupWriter.RESULT, steps)),
        notes);
  }

  private Map<String, Mask> masks(WeightFile file, Network network) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (String name : pruned) {
      Shape shape = network.parameter(name).shape();
      masks.put(name, StoredArrays.mask(file, PRUNED + name, shape));
    }
    return masks;
  }

  private void check(Path file, int scheduled) {
    int before = start == null ? scheduled : start.phasesBefore;
    boolean fits =
        phases.size() <= scheduled
            && (phases.size() == scheduled || resultSteps == null)
            && epochs.size() == scheduled
            && before >= 0
            && control.size() <= scheduled - before;
    if (!fits) {
      throw new CorruptDataException(
          file,
          "phases of the schedule, which has " + scheduled,
          phases.size() + " phases and " + control.size() + " of the control",
          "use an older one");
    }
  }

  private List<PhaseResult> completed(GroupReader groups, List<Phase> schedule) {
    List<PhaseResult> results = new ArrayList<>();
    for (DsdPhaseRow row : phases) {
      Phase phase = schedule.get(results.size());
      results.add(row.toResult(phase, phase.kind(), groups));
    }
    return results;
  }

  private List<PhaseResult> controlCompleted(GroupReader groups, List<Phase> schedule) {
    List<PhaseResult> results = new ArrayList<>();
    if (start != null) {
      for (DsdPhaseRow row : control) {
        Phase phase = schedule.get(start.phasesBefore + results.size());
        results.add(row.toResult(phase, PhaseKind.CONTROL, groups));
      }
    }
    return results;
  }
}
