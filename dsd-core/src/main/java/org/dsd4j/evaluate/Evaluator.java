package org.dsd4j.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * Computes a network, in inference, on all samples of a data set: its outputs, and their metrics
 * and loss.
 *
 * <pre>{@code
 * Evaluation test = Evaluator.evaluate(network, testData, new Accuracy(), new TopK(5));
 * double accuracy = test.metric("accuracy");
 *
 * Evaluator evaluator = Evaluator.of(network).batchSize(batchSize(256)).loss(new SoftmaxCrossEntropy());
 * double loss = evaluator.evaluate(testData).loss();
 * }</pre>
 *
 * <p>Results do not depend on how samples are cut into batches, apart from the last bits of the
 * network's own arithmetic. No more than a few batches are held in memory at a time. The network is
 * not changed.
 *
 * <p>Immutable. As with the network itself, one thread computes at a time.
 */
public final class Evaluator {
  private static final BatchSize USUAL_BATCH = BatchSize.batchSize(32);

  private final Network network;
  private final BatchSize batchSize;
  private final int workers;
  private final Optional<Loss> loss;
  private final Optional<String> target;

  private Evaluator(
      Network network,
      BatchSize batchSize,
      int workers,
      Optional<Loss> loss,
      Optional<String> target) {
    this.network = network;
    this.batchSize = batchSize;
    this.workers = workers;
    this.loss = loss;
    this.target = target;
  }

  /** An evaluator with batches of 32 samples and no loss, unless set otherwise. */
  public static Evaluator of(Network network) {
    return new Evaluator(
        Check.given("network", network),
        USUAL_BATCH,
        DataLoader.defaultWorkers(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The metrics of a network's main output over a data set; see {@link #evaluate(Dataset,
   * Metric...)}.
   */
  public static Evaluation evaluate(Network network, Dataset dataset, Metric... metrics) {
    return of(network).evaluate(dataset, metrics);
  }

  /** The main output for each sample of a data set; see {@link #predict(Dataset)}. */
  public static List<Values> predict(Network network, Dataset dataset) {
    return of(network).predict(dataset);
  }

  /** This evaluator with batches of this size; the last batch may be smaller. */
  public Evaluator batchSize(BatchSize size) {
    return new Evaluator(network, Check.given("batch size", size), workers, loss, target);
  }

  /** This evaluator with this many background threads that prepare batches. */
  public Evaluator workers(int count) {
    return new Evaluator(network, batchSize, Check.positive("workers", count), loss, target);
  }

  /** This evaluator with a loss of the main output. */
  public Evaluator loss(Loss ofMainOutput) {
    Loss given = Check.given("loss", ofMainOutput);
    return new Evaluator(network, batchSize, workers, Optional.of(given), target);
  }

  /**
   * This evaluator with the target of this name for the loss and metrics of the main output; by
   * default it is the target with the output's name, or the only one.
   */
  public Evaluator target(String ofMainOutput) {
    Optional<String> given = Optional.of(Check.given("target", ofMainOutput));
    return new Evaluator(network, batchSize, workers, loss, given);
  }

  /**
   * Measures the main output over a data set. Every target is checked first.
   *
   * @param dataset the samples and their targets
   * @param metrics any number, of different names
   * @throws IllegalArgumentException if there is neither a metric nor a loss, or a target does not
   *     suit one; the message names the sample
   * @throws ShapeException if the samples do not fit the network
   * @throws IllegalStateException if nothing in the data set counts for a metric or the loss
   */
  public Evaluation evaluate(Dataset dataset, Metric... metrics) {
    List<Metric> list = List.of(metrics);
    checkMetrics(list);
    try (DataLoader loader = loader(dataset)) {
      SampleShapes.check(network, dataset, loader);
      SampleIndices.check(network, dataset, Transform.identity(), loader.spec());
      Matching.Compared main = main();
      SampleTargets.check(
          network,
          dataset,
          sample -> {
            loss.ifPresent(given -> sample.check(given, main));
            list.forEach(metric -> sample.check(metric, main));
          });
      return evaluate(loader, list);
    }
  }

  private void checkMetrics(List<Metric> metrics) {
    Check.argument(
        loss.isPresent() || !metrics.isEmpty(),
        "evaluation",
        "metrics or a loss",
        "neither",
        "pass a metric, or call predict for the outputs alone");
    long names = metrics.stream().map(Metric::name).distinct().count();
    Check.argument(
        names == metrics.size(),
        "metrics",
        "one of each name",
        metrics.stream().map(Metric::name).toList(),
        "evaluate twice to tell them apart");
  }

  private Matching.Compared main() {
    return new Matching.Compared(network.outputShapes().keySet().iterator().next(), target);
  }

  /**
   * Measures the main output over batches of a loader whose samples and targets were checked
   * before.
   *
   * @hidden
   */
  @Internal
  public Evaluation evaluate(DataLoader loader, List<Metric> metrics) {
    Map<Metric, Metric.Running> running = new LinkedHashMap<>();
    metrics.forEach(metric -> running.put(metric, metric.start()));
    List<LossSum> losses = new ArrayList<>();
    try (TargetTensors targets = new TargetTensors(network)) {
      forEachBatch(
          loader,
          batch -> Passes.begin(network, Mode.INFERENCE, batch),
          batch -> {
            loss.ifPresent(given -> losses.add(lossOf(given, batch, targets)));
            running.forEach(batch::addTo);
          });
    }
    LossSum sum = losses.stream().reduce(LossSum.NOTHING, LossSum::plus);
    Map<String, Metric.Running> named = new LinkedHashMap<>();
    running.forEach((metric, values) -> named.put(metric.name(), values));
    return new Evaluation(loss.map(given -> sum), named);
  }

  private LossSum lossOf(Loss given, PredictedBatch batch, TargetTensors targets) {
    Tensor target = targets.of(batch.batch()).of(main());
    return network.exclusively(
        () -> given.evaluate(network.kernels(), batch.output(), batch.lengths(), target, null, 1));
  }

  /**
   * The main output for each sample, in their order; of sequences [T, ...] without padding. All are
   * held on the heap: for large outputs or many samples, use {@link #predict(Dataset, Consumer)}.
   *
   * @throws ShapeException if the samples do not fit the network
   */
  public List<Values> predict(Dataset dataset) {
    List<Values> outputs = new ArrayList<>(dataset.size());
    predict(
        dataset,
        batch -> {
          for (int i = 0; i < batch.size(); i++) {
            outputs.add(batch.output(i));
          }
        });
    return outputs;
  }

  /**
   * Passes the outputs for all samples to a consumer, batch by batch in their order.
   *
   * @param use reads a batch, which is valid until it returns
   * @throws ShapeException if the samples do not fit the network
   */
  public void predict(Dataset dataset, Consumer<PredictedBatch> use) {
    predict(dataset, batch -> Passes.begin(network, Mode.INFERENCE, batch), use);
  }

  /** Passes the outputs of computations begun by {@code begin}. */
  void predict(Dataset dataset, Function<Batch, NetworkPass> begin, Consumer<PredictedBatch> use) {
    try (DataLoader loader = loader(dataset)) {
      SampleShapes.check(network, dataset, loader);
      forEachBatch(loader, begin, use);
    }
  }

  private DataLoader loader(Dataset dataset) {
    return DataLoader.builder(dataset, batchSize).workers(workers).build();
  }

  private void forEachBatch(
      DataLoader loader, Function<Batch, NetworkPass> begin, Consumer<PredictedBatch> use) {
    int first = 0;
    try (EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        NetworkPass pass = begin.apply(batch).forward(Seed.of(0));
        use.accept(new PredictedBatch(first, batch, pass, target));
        first += batch.size();
      }
    }
  }
}
