package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.checkpoint.CheckpointParts;
import org.dsd4j.train.checkpoint.ResumableRun;
import org.dsd4j.train.checkpoint.RunKeeper;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.state.TrainingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a schedule and then of its control, from the start or from the state of an earlier run
 * with the same settings.
 */
final class DsdRun implements ResumableRun<DsdResult> {
  static final String TRAINER = "DsdTrainer";
  private static final Logger LOG = LoggerFactory.getLogger(DsdRun.class);

  private final TrainingSession session;
  private final Options options;
  private final Function<DsdSchedule, Provenance> provenances;
  private final MaskedPhases masks;
  private final List<PhaseResult> phases = new ArrayList<>();
  private final List<PhaseResult> control = new ArrayList<>();
  private DsdSchedule schedule;
  private boolean extending;
  private Provenance provenance;
  private Optional<PhaseProgress> current = Optional.empty();
  private @Nullable StartOfControl start;
  private @Nullable TrainingState result;

  /**
   * What the phases of DSD and of the control have in common.
   *
   * @param withControl whether there is a control
   * @param clearing whether each phase starts with a cleared optimizer state
   */
  record Options(boolean withControl, boolean clearing) {}

  public DsdRun(
      TrainingSession session,
      DsdSchedule schedule,
      Options options,
      MaskedPhases masks,
      Function<DsdSchedule, Provenance> provenances) {
    this.session = session;
    this.schedule = schedule;
    this.options = options;
    this.masks = masks;
    this.provenances = provenances;
    this.provenance = provenances.apply(schedule);
  }

  /** A run whose phases may be longer than in the checkpoint from which it is restored. */
  DsdRun extending() {
    extending = true;
    return this;
  }

  @Override
  public String trainer() {
    return TRAINER;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public Provenance provenanceAsIn(SavedCheckpoint saved) {
    DsdDocument document = saved.state(DsdDocument.class);
    if (!extending || document.epochs().size() != phaseCount()) {
      return provenance;
    }
    DsdSchedule wanted = schedule;
    schedule = Extension.of(document, wanted).schedule();
    Extension.described(document.epochs(), wanted, schedule)
        .forEach(text -> session.notes().information(LOG, text));
    provenance = provenances.apply(schedule);
    return provenances.apply(schedule.lasting(document.epochs()));
  }

  @Override
  public void restore(SavedCheckpoint saved) {
    DsdDocument document = saved.state(DsdDocument.class);
    DsdState state = DsdDocument.state(saved, session, schedule);
    Provenance began = state.provenance();
    provenance = extending ? began.extendedTo(provenance) : began.goneOnWith(provenance);
    phases.addAll(state.phases());
    control.addAll(state.control());
    start = state.start().orElse(null);
    result = state.result().orElse(null);
    session.notes().takeUp(state.notes());
    try (TrainingState now = state.now()) {
      session.restore(now);
    }
    current = state.current();
    DsdState.Figures figures = state.figures();
    if (extending) {
      figures = extend(Extension.of(document, schedule).reopensLast(), figures);
    }
    boolean within = current.isPresent() && phases.size() < phaseCount();
    int entered = phases.size() - (within ? 0 : 1);
    boolean held = entered >= 0 && phase(entered).kind() == PhaseKind.SPARSE;
    masks.restore(figures, state.masks(), state.before(), held);
  }

  /** Continues in a longer phase, which is the last completed one if that is reopened. */
  private DsdState.Figures extend(boolean reopensLast, DsdState.Figures figures) {
    if (!reopensLast) {
      int on = phases.size();
      if (on < phaseCount()) {
        current = current.map(progress -> progress.lasting(phase(on).epochs().count()));
      }
      return figures;
    }
    current.ifPresent(PhaseProgress::close);
    control.forEach(phase -> phase.best().weights().close());
    control.clear();
    if (result != null) {
      session.restore(result);
      result.close();
      result = null;
    }
    PhaseResult last = phases.remove(phases.size() - 1);
    current = Optional.of(session.reopened(last.record(), phase(phases.size()).epochs()));
    return figures.withoutEndOf(last.phase());
  }

  private int phaseCount() {
    return schedule.phases().size();
  }

  private Phase phase(int index) {
    return schedule.phases().get(index);
  }

  @Override
  public Supplier<CheckpointParts> state(TrainingState now, Optional<PhaseProgress> progress) {
    DsdState state =
        new DsdState(
            provenance,
            schedule.epochs(),
            List.copyOf(phases),
            List.copyOf(control),
            masks.figures(),
            masks.masks(),
            masks.before(),
            now,
            progress,
            Optional.ofNullable(start),
            Optional.ofNullable(result),
            session.notes().soFar());
    return () -> DsdDocument.parts(state);
  }

  @Override
  public DsdResult run(RunKeeper keeper) {
    if (phases.isEmpty() && current.isEmpty()) {
      masks.begin();
    }
    while (phases.size() < phaseCount()) {
      Phase phase = phase(phases.size());
      if (current.isEmpty()) {
        enter(phase);
      }
      PhaseRecord record = train(phase.name(), phase, phase.epochs(), Optional.empty(), keeper);
      masks.leave(phase);
      phases.add(new PhaseResult(phase, phase.kind(), record, sparsity()));
      keeper.phaseFinished();
    }
    // Closed in reverse: a checkpoint that is still being written reads the last phase's weights.
    try (TrainingState last = result == null ? session.state() : result;
        RunKeeper waiting = keeper) {
      if (start != null) {
        result = last;
        runControl(start, waiting);
      }
      CheckpointCounts checkpoints;
      Optional<WeightSnapshot> ofControl;
      try {
        checkpoints = waiting.finish();
        // Listeners can fail at the end too, which must be in the result.
        session.finish();
        ofControl = start == null ? Optional.empty() : Optional.of(session.network().snapshot());
      } finally {
        session.network().restore(last.weights());
      }
      DsdState.Figures figures = masks.figures();
      return new DsdResult(
          phases,
          control,
          figures.histograms(),
          figures.regrown(),
          ofControl,
          last.weights().sha256(),
          provenance,
          checkpoints,
          session.notes().soFar());
    }
  }

  private void enter(Phase phase) {
    if (options.withControl() && start == null && phase.kind() == PhaseKind.SPARSE) {
      start = new StartOfControl(phases.size(), firstEpoch(phases.size()), session.state());
    }
    masks.enter(phase, plan(phase.name(), phase, phase.epochs()));
  }

  private void runControl(StartOfControl from, RunKeeper keeper) {
    MaskedPhases.Lifted lifted = new MaskedPhases.Lifted(session);
    try {
      if (control.isEmpty() && current.isEmpty()) {
        session.restore(from.state());
      }
      while (from.phasesBefore() + control.size() < phases.size()) {
        PhaseResult counterpart = phases.get(from.phasesBefore() + control.size());
        Phase phase = counterpart.phase();
        String name = PhaseKind.CONTROL + " for " + phase.name();
        // As many epochs as the counterpart had in the end, so that both train equally long.
        Epochs epochs = phase.epochs().stoppedAfter(counterpart.record().epochs().size());
        PhaseRecord twin = counterpart.record();
        PhaseRecord record = train(name, phase, epochs, Optional.of(twin), keeper);
        control.add(new PhaseResult(phase, PhaseKind.CONTROL, record, sparsity()));
        keeper.phaseFinished();
      }
    } finally {
      lifted.setAgain();
    }
  }

  /** Trains a phase, with the rates and the data of another one if that is given. */
  private PhaseRecord train(
      String name, Phase phase, Epochs epochs, Optional<PhaseRecord> twin, RunKeeper keeper) {
    PhaseSettings own = plan(name, phase, epochs);
    PhaseSettings plan = twin.map(own::following).orElse(own);
    if (current.isEmpty() && options.clearing()) {
      session.updater().clear();
    }
    PhaseProgress from = current.orElseGet(PhaseProgress::beginning);
    current = Optional.empty();
    // The control has no masks.
    boolean masked = twin.isEmpty();
    return session.run(
        plan,
        from,
        where -> {
          PhaseProgress now = where.get();
          if (masked) {
            masks.between(phase, plan, now);
          }
          keeper.between(name, now);
        });
  }

  private PhaseSettings plan(String name, Phase phase, Epochs epochs) {
    int before = start == null ? 0 : start.phasesBefore();
    int index = phases.size() < phaseCount() ? phases.size() : before + control.size();
    return new PhaseSettings(name, epochs, phase.learningRate(), firstEpoch(index));
  }

  /**
   * The number of the first epoch of a phase in the whole run, which determines the order of its
   * data.
   */
  private int firstEpoch(int phase) {
    return schedule.phases().subList(0, phase).stream().mapToInt(p -> p.epochs().count()).sum();
  }

  private SparsityReport sparsity() {
    return SparsityReport.of(session.network());
  }

  @Override
  public void close() {
    current.ifPresent(PhaseProgress::close);
    if (start != null) {
      start.state().close();
    }
    if (result != null) {
      result.close();
    }
  }
}
