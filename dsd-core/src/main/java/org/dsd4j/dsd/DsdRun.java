package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.Epochs;
import org.dsd4j.train.PhasePlan;
import org.dsd4j.train.PhaseProgress;
import org.dsd4j.train.PhaseRecord;
import org.dsd4j.train.Provenance;
import org.dsd4j.train.TrainingSession;
import org.jspecify.annotations.Nullable;

/**
 * One run of a schedule, and of the control behind it, from the start or from a state that an
 * earlier run of the same settings was left in.
 */
final class DsdRun implements AutoCloseable {
  private final TrainingSession session;
  private final List<Phase> schedule;
  private final boolean withControl;
  private final MaskedPhases masks;
  private final CheckpointCopies copies = new CheckpointCopies();
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
    this.schedule = schedule.phases();
    this.withControl = withControl;
    this.masks = masks;
    this.provenance = provenance;
  }

  /** Takes up a state, which afterwards belongs to this run. */
  void restore(DsdState state) {
    provenance = state.provenance().goneOnWith(provenance);
    phases.addAll(state.phases());
    control.addAll(state.control());
    current = state.current();
    start = state.start().orElse(null);
    result = state.result().orElse(null);
    session.network().restore(state.weights());
    session.updater().restore(state.optimizer());
    state.weights().close();
    state.optimizer().close();
    boolean within = current.isPresent() && phases.size() < schedule.size();
    int entered = phases.size() - (within ? 0 : 1);
    boolean held = entered >= 0 && schedule.get(entered).kind() == PhaseKind.SPARSE;
    masks.restore(state.figures(), state.masks(), held);
  }

  /** Takes the memory for copies of the state before the first step. */
  void prepareToSave() {
    copies.reserve(session);
  }

  /** The state between two steps, with copies of all that the next step changes. */
  DsdState state(Optional<PhaseProgress> progress) {
    return new DsdState(
        provenance,
        List.copyOf(phases),
        List.copyOf(control),
        progress.map(PhaseProgress::share),
        masks.figures(),
        masks.masks(),
        copies.weights(session),
        copies.optimizer(session),
        Optional.ofNullable(start),
        Optional.ofNullable(result));
  }

  /** Takes a state back that nobody reads any more; what belongs to phases that are over stays. */
  void giveBack(DsdState state) {
    copies.giveBack(state);
    state.current().ifPresent(PhaseProgress::close);
  }

  /** Trains to the end. */
  DsdResult run(RunKeeper keeper) {
    while (phases.size() < schedule.size()) {
      Phase phase = schedule.get(phases.size());
      if (current.isEmpty()) {
        enter(phase);
      }
      PhaseRecord record = train(phase.name(), phase, phase.epochs(), keeper);
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
      DsdState.Figures figures = masks.figures();
      return new DsdResult(
          phases,
          control,
          figures.histograms(),
          figures.regrown(),
          last.sha256(),
          provenance,
          checkpoints);
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
        PhaseRecord record = train(name, phase, epochs, keeper);
        control.add(new PhaseResult(phase, PhaseKind.CONTROL, record, sparsity()));
        keeper.phaseFinished();
      }
    } finally {
      lifted.setAgain();
    }
  }

  private PhaseRecord train(String name, Phase phase, Epochs epochs, RunKeeper keeper) {
    int before = start == null ? 0 : start.phasesBefore();
    int index = phases.size() < schedule.size() ? phases.size() : before + control.size();
    PhasePlan plan = new PhasePlan(name, epochs, phase.learningRate(), firstEpoch(index));
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
    copies.close();
    if (start != null) {
      start.close();
    }
  }
}
