package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.dsd.DsdDocument.BestRow;
import org.dsd4j.dsd.DsdDocument.EpochRow;
import org.dsd4j.dsd.DsdDocument.EpochStartRow;
import org.dsd4j.dsd.DsdDocument.PhaseRow;
import org.dsd4j.dsd.DsdDocument.ProgressRow;
import org.dsd4j.dsd.DsdDocument.StartRow;
import org.dsd4j.io.SavedCheckpoint;
import org.dsd4j.io.WeightFile;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.Best;
import org.dsd4j.train.EpochRecord;
import org.dsd4j.train.EpochStart;
import org.dsd4j.train.PhaseProgress;
import org.dsd4j.train.PhaseRecord;
import org.dsd4j.train.Standing;
import org.dsd4j.train.TrainingSession;

/** Puts a run's state together from a checkpoint. Nothing of the session is changed. */
final class StateReader {
  private final SavedCheckpoint checkpoint;
  private final DsdDocument document;
  private final TrainingSession session;
  private final List<Phase> schedule;

  StateReader(SavedCheckpoint checkpoint, TrainingSession session, DsdSchedule schedule) {
    this.checkpoint = checkpoint;
    this.document = checkpoint.state(DsdDocument.class);
    this.session = session;
    this.schedule = schedule.phases();
  }

  /** What the run was made of, to be compared before anything else is read. */
  DsdDocument.Run run() {
    return document.run();
  }

  /** The weights after the last phase, or those of now if it is not over. */
  WeightSnapshot weights() {
    String group = document.hasResult() ? StateTensors.RESULT : StateTensors.STATE;
    return StateTensors.weights(checkpoint.group(group), session.network());
  }

  DsdState state() {
    check();
    WeightFile now = checkpoint.group(StateTensors.STATE);
    return new DsdState(
        document.run().toProvenance(),
        phases(),
        control(),
        Optional.ofNullable(document.current()).map(this::progress),
        new DsdState.Figures(document.histograms(), document.regrown(), document.limits()),
        StateTensors.masks(now, document.pruned(), session.network()),
        StateTensors.weights(now, session.network()),
        StateTensors.optimizer(now, document.optimizerSteps(), session),
        Optional.ofNullable(document.start()).map(this::start),
        document.hasResult()
            ? Optional.of(
                StateTensors.weights(checkpoint.group(StateTensors.RESULT), session.network()))
            : Optional.empty());
  }

  private void check() {
    int phases = document.phases().size();
    StartRow start = document.start();
    int before = start == null ? schedule.size() : start.phasesBefore();
    boolean fits =
        phases <= schedule.size()
            && (phases == schedule.size() || !document.hasResult())
            && before >= 0
            && document.control().size() <= schedule.size() - before;
    if (!fits) {
      throw new CorruptDataException(
          checkpoint.path(),
          "phases of the schedule, which has " + schedule.size(),
          phases + " phases and " + document.control().size() + " of the control",
          "go on with an older one");
    }
  }

  private List<PhaseResult> phases() {
    List<PhaseResult> results = new ArrayList<>();
    for (PhaseRow row : document.phases()) {
      Phase phase = schedule.get(results.size());
      results.add(result(phase, phase.kind(), row));
    }
    return results;
  }

  private List<PhaseResult> control() {
    StartRow start = document.start();
    List<PhaseResult> results = new ArrayList<>();
    if (start != null) {
      for (PhaseRow row : document.control()) {
        Phase phase = schedule.get(start.phasesBefore() + results.size());
        results.add(result(phase, PhaseKind.CONTROL, row));
      }
    }
    return results;
  }

  private PhaseResult result(Phase phase, PhaseKind kind, PhaseRow row) {
    PhaseRecord record =
        new PhaseRecord(
            row.name(),
            records(row.epochs()),
            row.last(),
            best(row.best()),
            row.stoppedEarly(),
            row.setbacks());
    return new PhaseResult(phase, kind, record, new SparsityReport(row.sparsity()));
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

  private PhaseProgress progress(ProgressRow row) {
    return new PhaseProgress(
        records(row.epochs()),
        row.learned(),
        row.seconds(),
        new Standing(
            Optional.ofNullable(row.best()).map(this::best),
            Optional.ofNullable(row.toBeat()),
            row.epochsWithoutGain()),
        row.setbacks(),
        Optional.ofNullable(row.start()).map(this::epochStart));
  }

  private EpochStart epochStart(EpochStartRow row) {
    WeightFile file = checkpoint.group(row.tensors());
    return EpochStart.of(
        StateTensors.weights(file, session.network()),
        StateTensors.optimizer(file, row.optimizerSteps(), session),
        row.learned());
  }

  private StartOfControl start(StartRow row) {
    WeightFile file = checkpoint.group(StateTensors.START);
    return new StartOfControl(
        row.phasesBefore(),
        row.firstEpoch(),
        StateTensors.weights(file, session.network()),
        StateTensors.optimizer(file, row.optimizerSteps(), session));
  }
}
