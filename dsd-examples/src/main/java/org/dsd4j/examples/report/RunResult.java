package org.dsd4j.examples.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.dsd4j.dsd.ControlComparison;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.Moment;
import org.dsd4j.dsd.PhaseResult;
import org.dsd4j.dsd.RegrownWeights;
import org.dsd4j.dsd.WeightHistogram;
import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.nn.Network;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * The result of an example, which it writes as {@code result.json} and shows in its report.
 *
 * @param subject the network, the data and the metric
 * @param phases the phases of the schedule, in order
 * @param control the control's phases, in order; empty without control
 * @param layers the trained parameters: whether they are pruned, and their sparsities
 * @param histograms of the pruned parameters' weights
 * @param regrown how far pruned weights moved in the re-dense phases
 * @param measures measures computed once for each phase; may be empty
 * @param examples outputs for some samples; may be empty
 * @param classes the errors by class; null if the network is not a classifier
 * @param command the command that runs it again
 * @param weightsSha256 of the final weights
 * @param peakRssMb the peak resident memory in megabytes; null if unknown
 * @param brokenComparison the reason why DSD and control cannot be compared; empty if they can
 * @param notes the notes of the run
 * @param provenance the information needed to repeat the run
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunResult(
    Subject subject,
    List<ReportedPhase> phases,
    List<ReportedPhase> control,
    List<LayerRow> layers,
    List<HistogramRow> histograms,
    List<RegrownRow> regrown,
    List<MeasureRow> measures,
    List<ExampleRow> examples,
    @Nullable ClassErrors classes,
    String command,
    String weightsSha256,
    @Nullable Long peakRssMb,
    List<String> brokenComparison,
    List<NoteRow> notes,
    Provenance provenance) {

  /**
   * Samples of a part of the data that the run did not use.
   *
   * @param part the part, such as a split
   * @param samples the word for samples, in the plural
   * @param names the names of the first few; empty if they have none
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record LeftOut(
      String part, long count, long all, String samples, String reason, List<String> names) {
    private static final int NAMED = 5;

    /** Samples with these names. */
    public static LeftOut of(
        String part, int all, String samples, String reason, List<String> names) {
      List<String> first = List.copyOf(names.subList(0, Math.min(NAMED, names.size())));
      return new LeftOut(part, names.size(), all, samples, reason, first);
    }

    @Override
    public String toString() {
      String text =
          String.format(
              Locale.ROOT, "Left out of %s: %,d of %,d %s, %s", part, count, all, samples, reason);
      String more = names.size() < count ? " and more" : "";
      return names.isEmpty() ? text : text + ": " + String.join(", ", names) + more;
    }
  }

  /** The network, the data, the word for samples, and the metric. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Subject(
      String title,
      String example,
      String samples,
      int trainingSamples,
      int testSamples,
      String metric,
      boolean percent,
      boolean higherIsBetter,
      List<LeftOut> leftOut) {
    /** A value of the metric as formatted in tables. */
    public String text(double value) {
      return String.format(Locale.ROOT, percent ? "%.2f%%" : "%.4g", percent ? 100 * value : value);
    }
  }

  /**
   * A phase; its name has the round and, for the control, the phase that it corresponds to. The
   * metric, such as the accuracy as a fraction, is that on the test part: with the weights that the
   * phase ended with, those of {@code endEpoch}, as is the training loss; and the best of all
   * epochs, which was chosen by looking at the test part. Sparsity is that of the pruned
   * parameters, and of all. Batches were skipped and steps taken back where losses or gradients
   * were not finite; the control does as its counterpart, and what is counted here is what it met
   * beside.
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ReportedPhase(
      String kind,
      String name,
      int round,
      int epochs,
      double seconds,
      double loss,
      double metric,
      double bestMetric,
      int bestEpoch,
      int endEpoch,
      double sparsity,
      double sparsityOfAll,
      int skippedBatches,
      int stepsBack,
      List<ReportedEpoch> history) {}

  /** An epoch. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ReportedEpoch(
      int epoch,
      double loss,
      double validationLoss,
      double metric,
      double learningRate,
      double seconds) {}

  /** A histogram of weights that are not zero, over [−limit, limit]. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record HistogramRow(
      String parameter, int round, String moment, double limit, List<Integer> counts, int zeros) {}

  /** The distances by which a layer's pruned weights have moved. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record RegrownRow(
      String parameter, int round, int count, double meanMagnitude, double meanMagnitudeOfKept) {}

  /** A note, and whether it is a warning. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record NoteRow(boolean warning, String text) {
    /** The note of the run. */
    Note note() {
      return new Note(warning ? Note.Kind.WARNING : Note.Kind.INFORMATION, text);
    }
  }

  /** A sample with the network's outputs after the dense phase and at the end. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ExampleRow(String input, String expected, String dense, String last) {}

  /** A phase with the measures for the weights of its best epoch, by name. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record MeasureRow(String phase, Map<String, String> values) {}

  /** A copy with measures, example outputs and errors by class. */
  public RunResult showing(
      List<MeasureRow> measured, List<ExampleRow> rows, @Nullable ClassErrors errors) {
    return new RunResult(
        subject,
        phases,
        control,
        layers,
        histograms,
        regrown,
        measured,
        rows,
        errors,
        command,
        weightsSha256,
        peakRssMb,
        brokenComparison,
        notes,
        provenance);
  }

  /**
   * Collects the result of a run.
   *
   * @param command the command that runs it again
   * @param network the network with the layers to list
   * @param decisions the decisions of the last sparse phase
   */
  public static RunResult of(
      Subject subject,
      String command,
      DsdResult result,
      Network network,
      List<PruneDecision> decisions) {
    OptionalLong peak = ProcessMemory.peakMegabytes();
    return new RunResult(
        subject,
        result.phases().stream().map(RunResult::phase).toList(),
        result.control().stream().map(RunResult::phase).toList(),
        LayerRow.of(result, network, decisions),
        result.histograms().stream().map(RunResult::histogram).toList(),
        result.regrown().stream().map(RunResult::regrown).toList(),
        List.of(),
        List.of(),
        null,
        command,
        result.weightsSha256(),
        peak.isPresent() ? peak.getAsLong() : null,
        result.comparison().map(ControlComparison::broken).orElse(List.of()),
        result.notes().stream().map(RunResult::note).toList(),
        result.provenance());
  }

  private static ReportedPhase phase(PhaseResult result) {
    List<EpochRecord> epochs = result.record().epochs();
    return new ReportedPhase(
        result.kind().toString(),
        result.record().name(),
        result.phase().round(),
        epochs.size(),
        result.record().seconds(),
        result.record().endEpoch().trainingLoss(),
        result.value(),
        result.best().value(),
        result.best().epoch(),
        result.record().endEpoch().epoch(),
        result.sparsity().masked().sparsity(),
        result.sparsity().sparsity(),
        result.record().setbacks().skippedBatches(),
        result.record().setbacks().stepsBack(),
        epochs.stream().map(RunResult::epoch).toList());
  }

  private static ReportedEpoch epoch(EpochRecord record) {
    return new ReportedEpoch(
        record.epoch(),
        record.trainingLoss(),
        record.validationLoss().orElseThrow(),
        record.metrics().values().iterator().next(),
        record.learningRate(),
        record.seconds());
  }

  private static NoteRow note(Note note) {
    return new NoteRow(note.kind() == Note.Kind.WARNING, note.text());
  }

  private static HistogramRow histogram(WeightHistogram h) {
    Moment moment = h.moment();
    return new HistogramRow(
        h.parameter(), h.round(), moment.toString(), h.limit(), h.counts(), h.zeros());
  }

  private static RegrownRow regrown(RegrownWeights r) {
    return new RegrownRow(
        r.parameter(), r.round(), r.count(), r.meanMagnitude(), r.meanMagnitudeOfKept());
  }
}
