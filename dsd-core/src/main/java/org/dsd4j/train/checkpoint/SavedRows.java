package org.dsd4j.train.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.EpochScore;
import org.dsd4j.train.record.LearnedPart;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.record.Setbacks;
import org.jspecify.annotations.Nullable;

/**
 * The runs and phases in checkpoints of all trainers, without tensors. These records are a file
 * format: a change of them needs a new version.
 */
public final class SavedRows {
  private SavedRows() {}

  /** A provenance. */
  public record RunRow(
      String started,
      long seed,
      Map<String, String> settings,
      Map<String, String> data,
      Map<String, String> versions,
      String kernels,
      int threads) {
    /** A provenance as a row. */
    public static RunRow of(Provenance p) {
      return new RunRow(
          p.started().toString(),
          p.seed(),
          p.settings(),
          p.data(),
          p.versions(),
          p.kernels(),
          p.threads());
    }

    /** The provenance. */
    public Provenance toProvenance() {
      return new Provenance(
          Instant.parse(started), seed, settings, data, versions, kernels, threads);
    }
  }

  /** An epoch. */
  public record EpochRow(
      int epoch,
      double trainingLoss,
      @Nullable Double validationLoss,
      Map<String, Double> metrics,
      double learningRate,
      double seconds) {
    static EpochRow of(EpochRecord r) {
      return new EpochRow(
          r.epoch(),
          r.trainingLoss(),
          r.validationLoss().isPresent() ? r.validationLoss().getAsDouble() : null,
          r.metrics(),
          r.learningRate(),
          r.seconds());
    }

    EpochRecord toRecord() {
      return new EpochRecord(
          epoch,
          trainingLoss,
          Optional.ofNullable(validationLoss)
              .map(OptionalDouble::of)
              .orElse(OptionalDouble.empty()),
          metrics,
          learningRate,
          seconds);
    }
  }

  /** The best epoch of a phase; its weights are in the group {@code tensors}. */
  public record BestRow(int epoch, EpochScore score, String tensors) {}

  /** A completed phase. */
  public record PhaseRow(
      String name,
      List<EpochRow> epochs,
      EpochScore last,
      BestRow best,
      boolean stoppedEarly,
      Setbacks setbacks,
      List<PhaseSettings.Stretch> stretches,
      boolean restoredBest) {}

  /** The current phase. */
  public record ProgressRow(
      List<EpochRow> epochs,
      LearnedPart learned,
      double seconds,
      @Nullable BestRow best,
      @Nullable EpochScore toBeat,
      int epochsWithoutGain,
      Setbacks setbacks,
      List<PhaseSettings.Stretch> stretches,
      @Nullable EpochStartRow start) {}

  /** The target of a step back; weights and optimizer state are in the group {@code tensors}. */
  public record EpochStartRow(LearnedPart learned, long optimizerSteps, String tensors) {}
}
