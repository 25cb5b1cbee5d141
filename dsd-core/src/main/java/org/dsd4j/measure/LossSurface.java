package org.dsd4j.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.evaluate.Matching;
import org.dsd4j.evaluate.Passes;
import org.dsd4j.evaluate.TargetTensors;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.loss.Loss;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;

/**
 * The mean loss of a network over a data set as a function of its trained weights, which are one
 * vector here. Weights that a mask holds at zero have no direction in it.
 */
final class LossSurface {
  private final Network network;
  private final Loss loss;
  private final Dataset dataset;
  private final BatchSize batchSize;
  private final List<Parameter> parameters;

  /** The surface of the parameters that are trained and not frozen. */
  LossSurface(Network network, Loss loss, Dataset dataset, BatchSize batchSize) {
    this.network = network;
    this.loss = loss;
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.parameters = network.parameters().stream().filter(Parameter::isTrained).toList();
  }

  /** Does work that moves the weights, and puts them and all statistics back to the bit. */
  <T> T restoring(Supplier<T> work) {
    return network.exclusively(
        () -> {
          try (WeightSnapshot before = network.snapshot()) {
            try {
              return work.get();
            } finally {
              network.restore(before);
            }
          }
        });
  }

  /** The weights, parameter by parameter. */
  double[] weights() {
    return gathered(parameter -> parameter.value().toDoubles());
  }

  /** Moves the weights there. */
  void moveTo(double[] weights) {
    int from = 0;
    for (Parameter parameter : parameters) {
      int count = Math.toIntExact(parameter.shape().elements());
      DoubleVectors.set(parameter.value(), weights, from, count);
      from += count;
    }
  }

  /** 1 where a weight can move, 0 where a mask holds it. */
  double[] free() {
    return gathered(
        parameter ->
            parameter
                .maskTensor()
                .map(Tensor::toDoubles)
                .orElseGet(
                    () -> DoubleVectors.ones(Math.toIntExact(parameter.shape().elements()))));
  }

  /**
   * Normal noise, of each parameter as long as the parameter on average.
   *
   * @param free 1 where a weight can move, 0 where there is no noise
   */
  double[] noise(double[] weights, double[] free, Seed seed) {
    double[] noise = DoubleVectors.times(free, DoubleVectors.normal(free.length, seed.stream()));
    int from = 0;
    for (Parameter parameter : parameters) {
      int to = from + Math.toIntExact(parameter.shape().elements());
      double norm = DoubleVectors.norm(Arrays.copyOfRange(weights, from, to));
      double count = DoubleVectors.norm(Arrays.copyOfRange(free, from, to));
      for (int i = from; i < to; i++) {
        noise[i] *= count == 0 ? 0 : norm / count;
      }
      from = to;
    }
    return noise;
  }

  private interface Part {
    double[] of(Parameter parameter);
  }

  private double[] gathered(Part part) {
    long elements = parameters.stream().mapToLong(each -> each.shape().elements()).sum();
    double[] all = new double[Math.toIntExact(elements)];
    int from = 0;
    for (Parameter parameter : parameters) {
      double[] values = part.of(parameter);
      System.arraycopy(values, 0, all, from, values.length);
      from += values.length;
    }
    return all;
  }

  /** The mean loss where the weights are; checks all targets. */
  double loss() {
    return Evaluator.of(network).batchSize(batchSize).loss(loss).evaluate(dataset).loss();
  }

  /** The gradient of the mean loss where the weights are. */
  double[] gradient() {
    double[] sum = new double[0];
    double weight = 0;
    try (DataLoader loader = DataLoader.builder(dataset, batchSize).build();
        TargetTensors targets = new TargetTensors(network);
        EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        LossSum ofBatch = backward(batches.next(), targets);
        if (ofBatch.weight() > 0) {
          double[] gradient = gathered(parameter -> parameter.gradient().toDoubles());
          sum = sum.length == 0 ? new double[gradient.length] : sum;
          DoubleVectors.addTo(sum, gradient, ofBatch.weight());
          weight += ofBatch.weight();
        }
      }
    }
    return DoubleVectors.times(sum, 1 / weight);
  }

  /** Leaves the gradient of the batch's mean in the parameters. */
  private LossSum backward(Batch batch, TargetTensors targets) {
    NetworkPass pass = Passes.begin(network, Mode.INFERENCE_WITH_GRADIENTS, batch);
    pass.forward(Seed.of(0));
    String output = pass.outputNames().get(0);
    Matching.Compared compared = new Matching.Compared(output, Optional.empty());
    LossSum sum =
        loss.evaluate(
            network.kernels(),
            pass.output(),
            pass.outputLengths(),
            targets.of(batch).of(compared),
            pass.outputGradient(output),
            1);
    pass.backward();
    return sum;
  }
}
