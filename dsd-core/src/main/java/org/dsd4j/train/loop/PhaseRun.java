package org.dsd4j.train.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.dsd4j.evaluate.Evaluation;
import org.dsd4j.schedule.Schedule;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingEvents;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.BestEpoch;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.LearnedPart;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Setbacks;

/** One phase of a session, from its start or from the place where it was interrupted. */
final class PhaseRun {
  private final TrainingSession session;
  private final PhaseSettings phase;
  private final StepGuard guard;
  private final long stepsPerEpoch;
  private final List<PhaseSettings.Stretch> stretches;
  private final List<EpochRecord> records;
  private final BestEpoch best;
  private final NonFiniteSteps nonFinite;
  private LearnedPart learned;
  private double secondsBefore;
  private long resumed = System.nanoTime();

  PhaseRun(TrainingSession session, PhaseSettings phase, PhaseProgress from, StepGuard guard) {
    this.session = session;
    this.phase = phase;
    this.guard = guard;
    this.stepsPerEpoch = session.learner().stepsPerEpoch();
    this.stretches = from.stretches().isEmpty() ? phase.stretches() : from.stretches();
    this.records = new ArrayList<>(from.epochs());
    this.best = new BestEpoch(phase.epochs(), from.standing());
    this.nonFinite = new NonFiniteSteps(session, from);
    this.learned = from.learned();
    this.secondsBefore = from.seconds();
  }

  PhaseRecord run() {
    session.listeners().phaseStarted(phase, stepsPerEpoch);
    try (nonFinite) {
      while (records.size() < phase.epochs().count() && !best.isTimeToStop()) {
        EpochRecord record = runEpoch(records.size() + 1);
        records.add(record);
        best.judge(record.epoch(), session.score(record), session.network());
        startOfEpoch();
        session.listeners().epochFinished(phase, record);
        guard.between(this::progress);
      }
    }
    if (phase.epochs().restoresBest()) {
      session.network().restore(best.get().weights());
    }
    PhaseRecord result =
        new PhaseRecord(
            phase.name(),
            records,
            session.score(records.get(records.size() - 1)),
            best.get(),
            records.size() < phase.epochs().count(),
            nonFinite.setbacks(),
            stretches,
            phase.epochs().restoresBest());
    noteSetbacks(result);
    session.notes().addAll(session.network().warnings());
    session.listeners().phaseFinished(phase, result);
    return result;
  }

  private void noteSetbacks(PhaseRecord result) {
    if (result.setbacks().isAny()) {
      String text = "%s: %s, as losses or gradients were not finite";
      session
          .notes()
          .add(new Note(Note.Kind.WARNING, text.formatted(phase.name(), result.setbacks())));
    }
  }

  private void startOfEpoch() {
    nonFinite.epochEnds();
    learned = LearnedPart.none();
    secondsBefore = 0;
    resumed = System.nanoTime();
  }

  private EpochRecord runEpoch(int epoch) {
    nonFinite.epochBegins(learned);
    boolean over = learn(epoch);
    while (!over) {
      over = learn(epoch);
    }
    interruptible(() -> session.takeStatisticsAgain(phase, step(epoch, learned.batches())));
    Optional<Evaluation> validation = interruptible(() -> validate(epoch));
    return new EpochRecord(
        epoch,
        session.meanTrainingLoss(learned),
        validation.stream().mapToDouble(Evaluation::loss).findFirst(),
        validation.map(Evaluation::metrics).orElse(Map.of()),
        step(epoch, learned.batches()).learningRate(),
        seconds());
  }

  private Optional<Evaluation> validate(int epoch) {
    TrainingEvents.Validation event = new TrainingEvents.Validation();
    event.begin();
    Optional<Evaluation> validation = session.evaluate();
    event.end(phase, epoch);
    new TrainingEvents.NativeMemory()
        .look(phase, epoch, session.network().kernels().memory()::bytesHeld);
    return validation;
  }

  /** Learns the rest of an epoch; false if a step back led to its start. */
  private boolean learn(int epoch) {
    if (learned.batches() == 0) {
      session.network().resetState();
    }
    int epochOfRun = phase.firstEpoch() + epoch - 1;
    try (Learner.Steps steps = session.learner().epoch(epochOfRun, learned.batches())) {
      while (steps.hasNext()) {
        TrainingListener.Step at = step(epoch, learned.batches() + 1);
        Learner.Next next = interruptible(() -> next(steps, at));
        try {
          if (phase.followed().skipped().contains(place(at))) {
            learned = learned.andSkipped(next.samples());
          } else {
            learn(at, next);
          }
        } catch (NonFiniteLossException e) {
          if (nonFinite.stepsBack()) {
            learned = nonFinite.stepBack(at, e);
            return false;
          }
          nonFinite.skip(at, e);
          learned = learned.andSkipped(next.samples());
        }
        guard.between(this::progress);
      }
    }
    return isFinite(step(epoch, learned.batches()));
  }

  private void learn(TrainingListener.Step at, Learner.Next next) {
    TrainingEvents.OneStep event = new TrainingEvents.OneStep();
    event.begin();
    TrainingStep.Taken taken = next.take(at);
    TrainingListener.Step step = at.withLoss(taken.loss());
    event.end(step);
    learned = learned.andLearned(taken.losses());
    session.listeners().stepFinished(step);
  }

  /** Whether all values are finite after an epoch; if not, the run is back at its start. */
  private boolean isFinite(TrainingListener.Step last) {
    if (session.isAllSkipped(learned)) {
      throw NonFiniteLossException.ofAllBatches(last);
    }
    Optional<String> lost = session.firstNonFinite();
    lost.ifPresent(
        what -> learned = nonFinite.stepBack(last, NonFiniteLossException.afterEpoch(what, last)));
    return lost.isEmpty();
  }

  private Learner.Next next(Learner.Steps steps, TrainingListener.Step at) {
    TrainingEvents.LoaderWait event = new TrainingEvents.LoaderWait();
    event.begin();
    Learner.Next next = steps.next();
    event.end(phase, at.epoch(), at.batch());
    return next;
  }

  /** Lets the guard save and end the run if this thread is interrupted while it waits. */
  private <T> T interruptible(Supplier<T> waiting) {
    try {
      return waiting.get();
    } catch (CancellationException e) {
      if (Thread.currentThread().isInterrupted()) {
        guard.between(this::progress);
      }
      throw e;
    }
  }

  /** A step before it is taken. */
  private TrainingListener.Step step(int epoch, long batch) {
    Setbacks.Place place = new Setbacks.Place(epoch, batch);
    double scheduled = rate(place).at((epoch - 1) * stepsPerEpoch + batch - 1);
    double factor =
        phase.followed().learningRateFactor(place) * nonFinite.setbacks().learningRateFactor(place);
    return new TrainingListener.Step(phase, epoch, batch, 0, scheduled * factor);
  }

  private Schedule rate(Setbacks.Place place) {
    PhaseSettings.Stretch last = stretches.get(0);
    for (PhaseSettings.Stretch stretch : stretches) {
      last = stretch.from().isAtOrBefore(place) ? stretch : last;
    }
    return phase.learningRate().over(last.epochs() * stepsPerEpoch, stepsPerEpoch);
  }

  private static Setbacks.Place place(TrainingListener.Step at) {
    return new Setbacks.Place(at.epoch(), at.batch());
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - resumed) / 1e9;
  }

  private PhaseProgress progress() {
    return new PhaseProgress(
        records,
        learned,
        seconds(),
        best.standing(),
        nonFinite.setbacks(),
        stretches,
        nonFinite.start());
  }
}
