package org.dsd4j.study.arm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseResult;
import org.dsd4j.nn.Network;
import org.dsd4j.study.row.EpochPoint;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.study.task.StudyTask;
import org.dsd4j.train.record.EpochRecord;

/**
 * Trains phases of a cell, and goes on from the checkpoints of an earlier process. Every phase of
 * every arm starts with a cleared optimizer state, as the shared dense phase passes on weights
 * alone.
 *
 * @param folder where checkpoints are kept
 */
record PhaseTraining(StudyTask task, StudyData data, long seed, Path folder, StopSignal stop) {
  static PhaseTraining of(StudyTask task, StudyData data, long seed, Path folder, StopSignal stop) {
    return new PhaseTraining(task, data, seed, folder, stop);
  }

  /** Trains a network by these phases; the caller closes the result. */
  DsdResult train(Network network, DsdSchedule phases, Consumer<DsdTrainer.Builder> settings) {
    DsdTrainer.Builder builder =
        task.applyTo(DsdTrainer.builder(), network, data, seed)
            .schedule(phases)
            .clearingOptimizerState()
            .checkpoints(folder);
    settings.accept(builder);
    DsdTrainer trainer = builder.build();
    stop.started(trainer);
    try {
      return Files.exists(folder) ? trainer.resume(folder) : trainer.fit();
    } finally {
      stop.ended(trainer);
    }
  }

  /** The epochs of a phase as points of a curve. */
  static List<EpochPoint> points(PhaseResult phase) {
    return phase.record().epochs().stream().map(epoch -> point(phase, epoch)).toList();
  }

  private static EpochPoint point(PhaseResult phase, EpochRecord epoch) {
    return new EpochPoint(
        phase.record().name(),
        epoch.trainingLoss(),
        epoch.validationLoss().orElseThrow(),
        Objects.requireNonNull(epoch.metrics().get(phase.record().end().name())));
  }
}
