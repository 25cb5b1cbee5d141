package org.dsd4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.dsd4j.data.Batch;
import org.dsd4j.data.EpochBatches;
import org.dsd4j.schedule.Schedule;

/** One phase of a session, from its start or from where it was left. */
final class PhaseRun {
  private final TrainingSession session;
  private final PhasePlan phase;
  private final StepGuard guard;
  private final long stepsPerEpoch;
  private final Schedule rate;
  private final List<EpochRecord> records;
  private final BestEpoch best;
  private long batches;
  private double lossSum;
  private double secondsBefore;
  private long resumed = System.nanoTime();

  PhaseRun(TrainingSession session, PhasePlan phase, PhaseProgress from, StepGuard guard) {
    this.session = session;
    this.phase = phase;
    this.guard = guard;
    this.stepsPerEpoch = session.stepsPerEpoch();
    this.rate = phase.learningRate().over(phase.epochs().count() * stepsPerEpoch, stepsPerEpoch);
    this.records = new ArrayList<>(from.epochs());
    this.best = new BestEpoch(phase.epochs(), from.standing());
    this.batches = from.batches();
    this.lossSum = from.lossSum();
    this.secondsBefore = from.seconds();
  }

  PhaseRecord run() {
    session.listeners().phaseStarted(phase, stepsPerEpoch);
    while (records.size() < phase.epochs().count() && !best.isTimeToStop()) {
      EpochRecord record = runEpoch(records.size() + 1);
      records.add(record);
      best.judge(record.epoch(), session.score(record), session.network());
      startOfEpoch();
      session.listeners().epochFinished(phase, record);
      guard.between(this::progress);
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
            records.size() < phase.epochs().count());
    session.listeners().phaseFinished(phase, result);
    return result;
  }

  private void startOfEpoch() {
    batches = 0;
    lossSum = 0;
    secondsBefore = 0;
    resumed = System.nanoTime();
  }

  private EpochRecord runEpoch(int epoch) {
    int epochOfRun = phase.firstEpoch() + epoch - 1;
    long stepsBefore = (epoch - 1) * stepsPerEpoch;
    if (batches == 0) {
      session.network().resetState();
    }
    try (EpochBatches loaded = session.trainingLoader().epoch(epochOfRun, batches)) {
      while (loaded.hasNext()) {
        Batch batch = next(loaded, epoch);
        TrainingListener.Step at =
            new TrainingListener.Step(phase, epoch, batches + 1, 0, rate.at(stepsBefore + batches));
        TrainingEvents.OneStep event = new TrainingEvents.OneStep();
        event.begin();
        TrainingListener.Step step = session.step(at, epochOfRun, batch);
        event.end(step);
        lossSum += step.loss() * batch.size();
        batches++;
        session.listeners().stepFinished(step);
        guard.between(this::progress);
      }
    }
    double lastRate = rate.at(stepsBefore + batches - 1);
    session.checkFinite(phase, epoch, lastRate);
    TrainingSession.Evaluation evaluation = evaluate(epoch);
    return new EpochRecord(
        epoch,
        session.meanTrainingLoss(lossSum),
        evaluation.loss(),
        evaluation.metrics(),
        lastRate,
        seconds());
  }

  private TrainingSession.Evaluation evaluate(int epoch) {
    TrainingEvents.Evaluation event = new TrainingEvents.Evaluation();
    event.begin();
    TrainingSession.Evaluation evaluation = session.evaluate();
    event.end(phase, epoch);
    new TrainingEvents.NativeMemory()
        .look(phase, epoch, session.network().kernels().memory()::bytesHeld);
    return evaluation;
  }

  private Batch next(EpochBatches loaded, int epoch) {
    TrainingEvents.LoaderWait event = new TrainingEvents.LoaderWait();
    event.begin();
    try {
      Batch batch = loaded.next();
      event.end(phase, epoch, batches + 1);
      return batch;
    } catch (CancellationException e) {
      if (Thread.currentThread().isInterrupted()) {
        guard.between(this::progress);
      }
      throw e;
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - resumed) / 1e9;
  }

  private PhaseProgress progress() {
    return new PhaseProgress(records, batches, lossSum, seconds(), best.standing());
  }
}
