package org.dsd4j.dsd;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.EpochRecord;
import org.dsd4j.train.LearnedPart;
import org.dsd4j.train.Provenance;
import org.dsd4j.train.Score;
import org.dsd4j.train.Setbacks;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of a run beside tensors. These records are a file format: a change of them
 * is a new version.
 *
 * @param run what the run was made of
 * @param phases the phases that are over
 * @param control the control's phases that are over
 * @param current the phase that is on; null between phases
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param start where the control starts; null before the first sparse phase, and without control
 * @param hasResult whether the weights of the last phase are kept apart from the present ones
 * @param pruned the parameters that the last sparse phase pruned
 * @param histograms what was seen of the weights
 * @param regrown how far pruned weights moved
 * @param limits of the histograms, by parameter
 */
record DsdDocument(
    Run run,
    List<PhaseRow> phases,
    List<PhaseRow> control,
    @Nullable ProgressRow current,
    long optimizerSteps,
    @Nullable StartRow start,
    boolean hasResult,
    List<String> pruned,
    List<WeightHistogram> histograms,
    List<RegrownWeights> regrown,
    Map<String, Double> limits) {

  /** A provenance. */
  record Run(
      String started,
      long seed,
      Map<String, String> settings,
      Map<String, String> data,
      Map<String, String> versions,
      String kernels,
      int threads) {
    static Run of(Provenance p) {
      return new Run(
          p.started().toString(),
          p.seed(),
          p.settings(),
          p.data(),
          p.versions(),
          p.kernels(),
          p.threads());
    }

    Provenance toProvenance() {
      return new Provenance(
          Instant.parse(started), seed, settings, data, versions, kernels, threads);
    }
  }

  /** A phase that is over; its best weights are in the group {@code best}. */
  record PhaseRow(
      String name,
      List<EpochRow> epochs,
      Score last,
      BestRow best,
      boolean stoppedEarly,
      Setbacks setbacks,
      List<SparsityReport.Row> sparsity) {}

  /** An epoch. */
  record EpochRow(
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
  record BestRow(int epoch, Score score, String tensors) {}

  /** A phase that is on. */
  record ProgressRow(
      List<EpochRow> epochs,
      LearnedPart learned,
      double seconds,
      @Nullable BestRow best,
      @Nullable Score toBeat,
      int epochsWithoutGain,
      Setbacks setbacks,
      @Nullable EpochStartRow start) {}

  /** Where a step back leads; weights and optimizer state are in the group {@code tensors}. */
  record EpochStartRow(LearnedPart learned, long optimizerSteps, String tensors) {}

  /** Where the control starts. */
  record StartRow(int phasesBefore, int firstEpoch, long optimizerSteps) {}
}
