package org.dsd4j.train.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.train.record.Best;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.EpochScore;
import org.dsd4j.train.record.EpochStart;
import org.dsd4j.train.record.LearnedPart;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.record.Setbacks;
import org.dsd4j.train.record.Standing;
import org.jspecify.annotations.Nullable;

/**
 * The runs and phases in checkpoints of all trainers: the names of the fields, and both directions
 * between them and the records of a run. Weights are in groups of tensors, which rows name. A
 * change of these records needs a new version of the format, which {@link
 * org.dsd4j.io.checkpoint.CheckpointFolder} writes and checks.
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
    private static List<EpochRow> of(List<EpochRecord> epochs) {
      return epochs.stream().map(EpochRow::of).toList();
    }

    private static List<EpochRecord> toRecords(List<EpochRow> rows) {
      return rows.stream().map(EpochRow::toRecord).toList();
    }

    private static EpochRow of(EpochRecord r) {
      return new EpochRow(
          r.epoch(),
          r.trainingLoss(),
          r.validationLoss().isPresent() ? r.validationLoss().getAsDouble() : null,
          r.metrics(),
          r.learningRate(),
          r.seconds());
    }

    private EpochRecord toRecord() {
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
  public record BestRow(int epoch, EpochScore score, String tensors) {
    static BestRow of(String phase, Best best, GroupWriter groups) {
      String key = phase + "-best-epoch" + best.epoch();
      return new BestRow(best.epoch(), best.score(), groups.lasting(key, best.weights()));
    }

    Best toBest(GroupReader groups) {
      return new Best(epoch, score, groups.weights(tensors));
    }
  }

  /** A completed phase. */
  public record PhaseRow(
      String name,
      List<EpochRow> epochs,
      EpochScore last,
      BestRow best,
      boolean stoppedEarly,
      Setbacks setbacks,
      List<PhaseSettings.Stretch> stretches,
      boolean restoredBest) {
    /**
     * The row of a phase.
     *
     * @param key the phase's name in the names of groups, different for each phase of a run
     */
    public static PhaseRow of(String key, PhaseRecord record, GroupWriter groups) {
      return new PhaseRow(
          record.name(),
          EpochRow.of(record.epochs()),
          record.last(),
          BestRow.of(key, record.best(), groups),
          record.stoppedEarly(),
          record.setbacks(),
          record.stretches(),
          record.restoredBest());
    }

    /**
     * The phase.
     *
     * @throws org.dsd4j.data.CorruptDataException if its best weights are not of such a network
     */
    public PhaseRecord toRecord(GroupReader groups) {
      return new PhaseRecord(
          name,
          EpochRow.toRecords(epochs),
          last,
          best.toBest(groups),
          stoppedEarly,
          setbacks,
          stretches,
          restoredBest);
    }
  }

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
      @Nullable EpochStartRow start) {
    /**
     * The row of a phase.
     *
     * @param key the phase's name in the names of groups, different for each phase of a run
     */
    public static ProgressRow of(String key, PhaseProgress progress, GroupWriter groups) {
      String epoch = key + "-epoch" + (progress.epochs().size() + 1);
      Standing standing = progress.standing();
      return new ProgressRow(
          EpochRow.of(progress.epochs()),
          progress.learned(),
          progress.seconds(),
          standing.best().map(each -> BestRow.of(key, each, groups)).orElse(null),
          standing.toBeat().orElse(null),
          standing.epochsWithoutGain(),
          progress.setbacks(),
          progress.stretches(),
          progress.start().map(each -> EpochStartRow.of(epoch, each, groups)).orElse(null));
    }

    /**
     * The progress of the phase, whose copies the caller closes.
     *
     * @throws org.dsd4j.data.CorruptDataException if its weights are not of such a session
     */
    public PhaseProgress toProgress(GroupReader groups) {
      return new PhaseProgress(
          EpochRow.toRecords(epochs),
          learned,
          seconds,
          new Standing(
              Optional.ofNullable(best).map(each -> each.toBest(groups)),
              Optional.ofNullable(toBeat),
              epochsWithoutGain),
          setbacks,
          stretches,
          Optional.ofNullable(start).map(each -> each.toStart(groups)));
    }
  }

  /** The target of a step back; weights and optimizer state are in the group {@code tensors}. */
  public record EpochStartRow(LearnedPart learned, long optimizerSteps, String tensors) {
    static EpochStartRow of(String epoch, EpochStart start, GroupWriter groups) {
      String key = epoch + "-batch" + start.learned().batches();
      return new EpochStartRow(
          start.learned(), start.state().steps(), groups.lasting(key, start.state()));
    }

    EpochStart toStart(GroupReader groups) {
      return new EpochStart(groups.state(tensors, optimizerSteps), learned);
    }
  }
}
