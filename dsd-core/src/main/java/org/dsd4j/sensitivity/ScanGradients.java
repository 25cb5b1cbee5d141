package org.dsd4j.sensitivity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.loss.Loss;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.loop.Objective;
import org.dsd4j.train.loop.TrainingStep;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The mean gradients by which a pruner chooses, of steps that are computed but not taken. */
final class ScanGradients {
  /** A step of training keeps every layer's values. */
  private static final int MOST_TOGETHER = 32;

  private ScanGradients() {}

  /**
   * Leaves the means over at most {@link Pruning#GRADIENT_BATCHES} batches in the parameters'
   * gradients. The network does not change.
   */
  static void compute(
      Network network, Dataset data, BatchSize batchSize, Loss loss, List<Parameter> parameters) {
    try (WeightSnapshot before = network.snapshot();
        TrainingStep step =
            new TrainingStep(network, Objective.of(network, loss), rate -> {}, true)) {
      BatchSize together = BatchSize.batchSize(Math.min(MOST_TOGETHER, batchSize.samples()));
      try (DataLoader loader = DataLoader.builder(data, together).build()) {
        network.resetState();
        sum(loader, step, parameters).forEach(ScanGradients::set);
      } finally {
        // Batch norms have moved their running statistics.
        network.restore(before);
      }
    }
  }

  private static Map<Parameter, double[]> sum(
      DataLoader loader, TrainingStep step, List<Parameter> parameters) {
    Map<Parameter, double[]> sums = new LinkedHashMap<>();
    parameters.forEach(p -> sums.put(p, new double[Math.toIntExact(p.shape().elements())]));
    double weight = 0;
    try (EpochBatches batches = loader.epoch(0)) {
      for (int i = 0; i < Pruning.GRADIENT_BATCHES && batches.hasNext(); i++) {
        Batch batch = batches.next();
        double share = step.take(batch, 0, Seed.of(0).derive(i)).losses().get(0).weight();
        weight += share;
        sums.forEach((parameter, sum) -> add(parameter.gradient().toDoubles(), share, sum));
      }
    }
    double whole = weight;
    sums.values().forEach(sum -> divide(sum, whole));
    return sums;
  }

  private static void add(double[] gradient, double share, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += share * gradient[i];
    }
  }

  private static void divide(double[] sum, double weight) {
    for (int i = 0; i < sum.length && weight > 0; i++) {
      sum[i] /= weight;
    }
  }

  private static void set(Parameter parameter, double[] mean) {
    try (INDArray array = Nd4j.createFromArray(mean)) {
      parameter.gradient().set(array);
    }
  }
}
