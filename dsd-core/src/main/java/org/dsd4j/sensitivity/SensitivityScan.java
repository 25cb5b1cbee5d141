package org.dsd4j.sensitivity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Prunes one parameter of a network at a time, to one sparsity after the other, and measures the
 * network each time, without training it.
 *
 * <pre>{@code
 * Sensitivity sensitivity = SensitivityScan.of(network).data(validation).run();
 * System.out.println(sensitivity);
 * Pruning pruning = sensitivity.pruning(Pruning.layerwise(), Sensitivity.TOLERANCE);
 * }</pre>
 *
 * <p>What lies before a pruned layer does not change, and is computed once for all sparsities, if
 * samples have one shape. So a scan takes about half as long as a measurement of the whole network
 * for each cell. Afterwards, also behind an error, the network has the weights, masks and
 * statistics that it had, to the bit; gradients are gone if the pruner reads them.
 *
 * <p>A scan without training says which layers bear pruning, not what a network is worth after
 * training with masks, which is usually more.
 */
public final class SensitivityScan {
  /** The sparsities that are measured by default. */
  public static final List<Double> SPARSITIES =
      List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  /** The number of samples that are taken by default, if there are more. */
  public static final int SAMPLES = 2000;

  private final Network network;
  private @Nullable Dataset data;
  private @Nullable Metric metric;
  private @Nullable Pruning pruning;
  private @Nullable List<Double> sparsities;
  private @Nullable Integer samples;
  private @Nullable Seed seed;
  private @Nullable BatchSize batchSize;
  private @Nullable Duration budget;
  private @Nullable Loss loss;
  private @Nullable Consumer<SensitivityCurve> progress;
  private LongSupplier nanoTime = System::nanoTime;

  private SensitivityScan(Network network) {
    this.network = network;
  }

  /** A scan of this network. */
  public static SensitivityScan of(Network network) {
    return new SensitivityScan(Check.given("network", network));
  }

  /**
   * Sets the data to measure on: held-out samples, but not the test part if sparsities are then
   * chosen by the scan.
   */
  public SensitivityScan data(Dataset dataset) {
    data = Check.once("data", data, dataset);
    return this;
  }

  /** Sets the metric; the accuracy by default. */
  public SensitivityScan metric(Metric metric) {
    this.metric = Check.once("metric", this.metric, metric);
    return this;
  }

  /**
   * Sets the pruner and the rules by which parameters are scanned, as those of a sparse phase;
   * {@link Pruning#layerwise()} by default. Sparsities in the rules are not looked at. {@code
   * Pruning.layerwise().include("conv1")} also scans the first convolution.
   */
  public SensitivityScan pruning(Pruning pruning) {
    this.pruning = Check.once("pruning", this.pruning, pruning);
    return this;
  }

  /** Sets the sparsities, in [0, 1) and ascending; {@link #SPARSITIES} by default. */
  public SensitivityScan sparsities(double... ascending) {
    List<Double> list =
        Arrays.stream(Check.given("sparsities", ascending))
            .map(sparsity -> Check.fraction("sparsity to scan", sparsity))
            .boxed()
            .toList();
    boolean isAscending =
        !list.isEmpty() && list.equals(list.stream().sorted().distinct().toList());
    Check.argument(isAscending, "sparsities to scan", "one or more, ascending", list, "sort them");
    sparsities = Check.once("sparsities", sparsities, list);
    return this;
  }

  /**
   * Sets how many samples are drawn from the data, classes in proportion; {@link #SAMPLES} by
   * default. If there are fewer, all are taken.
   */
  public SensitivityScan samples(int most) {
    samples = Check.once("samples", samples, Check.positive("samples to scan", most));
    return this;
  }

  /** Sets the seed of that draw; {@code Seed.of(0)} by default. */
  public SensitivityScan seed(Seed seed) {
    this.seed = Check.once("seed", this.seed, seed);
    return this;
  }

  /**
   * Sets the number of samples that are computed together. By default, as many as 256 MiB hold of
   * the layer with the largest output, and 256 at most.
   */
  public SensitivityScan batchSize(BatchSize size) {
    batchSize = Check.once("batch size", batchSize, size);
    return this;
  }

  /**
   * Sets the time after which no further layer is measured; none by default. The layers that were
   * not finished then are named in the result.
   */
  public SensitivityScan budget(Duration time) {
    Duration given = Check.given("budget", time);
    Check.argument(
        given.compareTo(Duration.ZERO) > 0,
        "budget of a scan",
        "more than no time",
        given,
        "pass a positive duration");
    budget = Check.once("budget", budget, given);
    return this;
  }

  /** Sets the loss of the main output, which a pruner by gradients needs. */
  public SensitivityScan loss(Loss ofMainOutput) {
    loss = Check.once("loss", loss, ofMainOutput);
    return this;
  }

  /**
   * Sets the receiver of each parameter that was measured or left out, in the calling thread. An
   * exception from it ends the scan.
   */
  public SensitivityScan progress(Consumer<SensitivityCurve> listener) {
    progress = Check.once("progress", progress, listener);
    return this;
  }

  SensitivityScan clock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /**
   * Measures. Meanwhile no other thread can compute on the network.
   *
   * @throws IllegalArgumentException if there is no data, it does not suit the network or the
   *     metric, the rules prune nothing or prune frozen weights, or the pruner cannot prune to a
   *     sparsity or needs a loss
   */
  public Sensitivity run() {
    Dataset whole = given(data);
    Dataset part = whole.drawn(Math.min(or(samples, SAMPLES), whole.size()), or(seed, Seed.of(0)));
    Pruning rules = or(pruning, Pruning.layerwise());
    List<Double> scanned = or(sparsities, SPARSITIES);
    List<PrunedCells> cells =
        rules.decide(network, scanned.get(0)).stream()
            .filter(PruneDecision::pruned)
            .map(decision -> new PrunedCells(rules, decision, scanned))
            .toList();
    cells.forEach(PrunedCells::check);
    Check.argument(
        !rules.pruner().needsGradient() || loss != null,
        "scan with " + rules.pruner(),
        "a loss, as the pruner reads its gradients",
        "none",
        "call loss(...)");
    return network.exclusively(() -> run(part, rules, scanned, cells));
  }

  private Sensitivity run(
      Dataset part, Pruning rules, List<Double> scanned, List<PrunedCells> cells) {
    long start = nanoTime.getAsLong();
    BatchSize batch = batchSize == null ? ScanBatches.size(network, part.size()) : batchSize;
    Metric measured = or(metric, new Accuracy());
    Evaluator evaluator = Evaluator.of(network).batchSize(batch);
    Evaluator checking = loss == null ? evaluator : evaluator.loss(loss);
    double baseline = checking.evaluate(part, measured).metric(measured.name());
    if (loss != null && rules.pruner().needsGradient()) {
      ScanGradients.compute(
          network, part, batch, loss, cells.stream().map(PrunedCells::parameter).toList());
    }
    ScanTime time = new ScanTime(nanoTime, start, budget);
    ParameterScan scan = new ParameterScan(network, part, batch, measured, time);
    List<SensitivityCurve> curves = new ArrayList<>();
    for (PrunedCells parameter : cells) {
      SensitivityCurve curve = scan.of(parameter);
      curves.add(curve);
      if (progress != null) {
        progress.accept(curve);
      }
    }
    return new Sensitivity(
        new Sensitivity.ScanSetting(
            measured.name(),
            measured.higherIsBetter(),
            part.size(),
            rules.pruner().toString(),
            scanned),
        baseline,
        curves,
        time.passed());
  }

  private static Dataset given(@Nullable Dataset data) {
    if (data == null) {
      throw new IllegalArgumentException(
          Check.message("scan", "data to measure on", "none", "call data(...)"));
    }
    return data;
  }

  private static <T> T or(@Nullable T value, T usual) {
    return value == null ? usual : value;
  }
}
