package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dsd4j.io.SavedCheckpoint;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.CheckpointCounts;
import org.dsd4j.train.CheckpointParts;
import org.dsd4j.train.Epochs;
import org.dsd4j.train.PhasePlan;
import org.dsd4j.train.PhaseProgress;
import org.dsd4j.train.PhaseRecord;
import org.dsd4j.train.Provenance;
import org.dsd4j.train.ResumableRun;
import org.dsd4j.train.RunKeeper;
import org.dsd4j.train.SessionState;
import org.dsd4j.train.Setbacks;
import org.dsd4j.train.TrainingSession;
import org.jspecify.annotations.Nullable;

/**
 * One run of a schedule, and of the control behind it, from the start or from a state that an
 * earlier run of the same settings was left in.
 */
final class DsdRun implements ResumableRun<DsdResult> {
  static final String TRAINER = "DsdTrainer";

  private final TrainingSession session;
  private final DsdSchedule settings;
  private final List<Phase> schedule;
  private final boolean withControl;
  private final MaskedPhases masks;
  private final List<PhaseResult> phases = new ArrayList<>();
  private final List<PhaseResult> control = new ArrayList<>();
  private Provenance provenance;
  private Optional<PhaseProgress> current = Optional.empty();
  private @Nullable StartOfControl start;
  private @Nullable WeightSnapshot result;

  DsdRun(
      TrainingSession session,
      DsdSchedule schedule,
      boolean withControl,
      MaskedPhases masks,
      Provenance provenance) {
    this.session = session;
    this.settings = schedule;
    this.schedule = schedule.phases();
    this.withControl = withControl;
    this.masks = masks;
    this.provenance = provenance;
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
  public void restore(SavedCheckpoint saved) {
    DsdState state = new StateReader(saved, session, settings).state();
    provenance = state.provenance().goneOnWith(provenance);
    phases.addAll(state.phases());
    control.addAll(state.control());
    start = state.start().orElse(null);
    result = state.result().orElse(null);
    session.notes().takeUp(state.notes());
    current = session.restore(state.now());
    boolean within = current.isPresent() && phases.size() < schedule.size();
    int entered = phases.size() - (within ? 0 : 1);
    boolean held = entered >= 0 && schedule.get(entered).kind() == PhaseKind.SPARSE;
    masks.restore(state.figures(), state.masks(), held);
  }

  @Override
  public Supplier<CheckpointParts> state(SessionState now) {
    DsdState state =
        new DsdState(
            provenance,
            List.copyOf(phases),
            List.copyOf(control),
            masks.figures(),
            masks.masks(),
            now,
            Optional.ofNullable(start),
            Optional.ofNullable(result),
            session.notes().soFar());
    return () -> StateWriter.parts(state);
  }

  @Override
  public DsdResult run(RunKeeper keeper) {
    if (phases.isEmpty() && current.isEmpty()) {
      masks.begin();
    }
    while (phases.size() < schedule.size()) {
      Phase phase = schedule.get(phases.size());
      if (current.isEmpty()) {
        enter(phase);
      }
      PhaseRecord record = train(phase.name(), phase, phase.epochs(), Setbacks.none(), keeper);
      masks.leave(phase);
      phases.add(new PhaseResult(phase, phase.kind(), record, sparsity()));
      keeper.phaseFinished();
    }
    // Closed in reverse: a checkpoint that is still being written reads the last phase's weights.
    try (WeightSnapshot last = result == null ? session.network().snapshot() : result;
        RunKeeper waiting = keeper) {
      if (start != null) {
        result = last;
        runControl(start, waiting);
        session.network().restore(last);
      }
      CheckpointCounts checkpoints = waiting.finish();
      // Listeners may fail at the end too, and that is to be in the result.
      session.finish();
      DsdState.Figures figures = masks.figures();
      return new DsdResult(
          phases,
          control,
          figures.histograms(),
          figures.regrown(),
          last.sha256(),
          provenance,
          checkpoints,
          session.notes().soFar());
    }
  }

  private void enter(Phase phase) {
    if (withControl && start == null && phase.kind() == PhaseKind.SPARSE) {
      start =
          new StartOfControl(
              phases.size(),
              firstEpoch(phases.size()),
              session.network().snapshot(),
              session.updater().snapshot());
    }
    masks.enter(phase);
  }

  private void runControl(StartOfControl from, RunKeeper keeper) {
    MaskedPhases.Lifted lifted = new MaskedPhases.Lifted(session);
    try {
      if (control.isEmpty() && current.isEmpty()) {
        from.restore(session);
      }
      while (from.phasesBefore() + control.size() < phases.size()) {
        PhaseResult counterpart = phases.get(from.phasesBefore() + control.size());
        Phase phase = counterpart.phase();
        String name = PhaseKind.CONTROL + " for " + phase.name();
        // As many epochs as the counterpart had in the end, so that both had the same chance.
        Epochs epochs = phase.epochs().stoppedAfter(counterpart.record().epochs().size());
        PhaseRecord record = train(name, phase, epochs, counterpart.record().setbacks(), keeper);
        control.add(new PhaseResult(phase, PhaseKind.CONTROL, record, sparsity()));
        keeper.phaseFinished();
      }
    } finally {
      lifted.setAgain();
    }
  }

  private PhaseRecord train(
      String name, Phase phase, Epochs epochs, Setbacks followed, RunKeeper keeper) {
    int before = start == null ? 0 : start.phasesBefore();
    int index = phases.size() < schedule.size() ? phases.size() : before + control.size();
    // A control that ends where its counterpart was stopped had the same rates up to there.
    int rateEpochs = phase.epochs().count();
    PhasePlan plan =
        new PhasePlan(name, epochs, phase.learningRate(), firstEpoch(index), rateEpochs, followed);
    PhaseProgress from = current.orElseGet(PhaseProgress::beginning);
    current = Optional.empty();
    return session.run(plan, from, where -> keeper.between(name, where.get()));
  }

  /** The number of the first epoch of a phase in the whole run, which decides what data it sees. */
  private int firstEpoch(int phase) {
    return schedule.subList(0, phase).stream().mapToInt(p -> p.epochs().count()).sum();
  }

  private SparsityReport sparsity() {
    return SparsityReport.of(session.network());
  }

  @Override
  public void close() {
    current.ifPresent(PhaseProgress::close);
    if (start != null) {
      start.close();
    }
  }
}
