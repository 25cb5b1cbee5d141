package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Adam;
import org.dsd4j.prune.FilterPruner;
import org.dsd4j.prune.Pruner;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in double precision lose no digits to single precision. */
class DoublePrecisionTest {
  private static final int OUTPUTS = 6;

  private static Stream<Pruner> pruners() {
    return Stream.of(Pruning.layerwise().pruner(), Pruning.globally().pruner(), new FilterPruner());
  }

  @ParameterizedTest
  @MethodSource("pruners")
  void weightsThatDifferInTheTwelfthDigitAreToldApart(Pruner pruner) {
    try (Network network =
        Network.builder(Shape.of(2, 2, 3))
            .kernels(new Nd4jKernels())
            .elementType(ElementType.FLOAT64)
            .add("conv", new Conv2d(3, 1))
            .add("flatten", new Flatten())
            .add("fc", new Dense(OUTPUTS))
            .build(Seed.of(1))) {
      Parameter parameter = network.parameter("fc.weight");
      int size = (int) parameter.shape().elements();
      double[] weights = new double[size];
      for (int i = 0; i < size; i++) {
        weights[i] = (i % 2 == 0 ? 1 : -1) * (1 + i * 1e-12);
      }
      Numbers.set(parameter.value(), weights);
      Pruning pruning = Pruning.with(pruner);
      Map<Parameter, Mask> masks = pruning.masks(pruning.decide(network, 0.5));
      Mask mask = masks.get(parameter);
      for (int i = 0; i < size; i++) {
        assertThat(mask.keeps(i)).as("element %d of %d", i, size).isEqualTo(i >= size / 2);
      }
    }
  }

  @Test
  void smoothingAndClassWeightsAreThoseThatWereGiven() {
    double[] logits = {0.3, -1.7, 2.9};
    double[] weights = {0.1, 0.7, 1.3};
    double smoothing = 0.1;
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double expected = 0;
    double[] gradient = new double[3];
    double wantedSum = 0;
    for (int c = 0; c < 3; c++) {
      double wanted = (smoothing / 3 + (c == 1 ? 1 - smoothing : 0)) * weights[c];
      expected += wanted * (Math.log(sum) - logits[c]);
      wantedSum += wanted;
      gradient[c] = -wanted;
    }
    for (int c = 0; c < 3; c++) {
      gradient[c] = (gradient[c] + wantedSum * Math.exp(logits[c]) / sum) / weights[1];
    }
    try (Kernels kernels = new Nd4jKernels()) {
      Tensor output = kernels.memory().allocate(ElementType.FLOAT64, Shape.of(1, 3));
      Tensor target = kernels.memory().allocate(ElementType.FLOAT64, Shape.of(1));
      Tensor grad = kernels.memory().allocate(ElementType.FLOAT64, Shape.of(1, 3));
      Numbers.set(output, logits);
      Numbers.set(target, 1);
      double loss =
          new SoftmaxCrossEntropy()
              .labelSmoothing(smoothing)
              .classWeights(weights)
              .evaluate(kernels, output, target, grad, 1)
              .mean();
      assertThat(loss).isCloseTo(expected / weights[1], within(1e-14));
      assertThat(Numbers.get(grad)).containsExactly(gradient, within(1e-14));
      List.of(output, target, grad).forEach(kernels.memory()::release);
    }
  }

  private static Network dense(long seed) {
    return Network.builder(Shape.of(5))
        .kernels(new Nd4jKernels())
        .elementType(ElementType.FLOAT64)
        .add("fc", new Dense(4))
        .build(Seed.of(seed));
  }

  @Test
  void filesInDoublePrecisionKeepAllDigits(@TempDir Path folder) {
    Path file = folder.resolve("weights.safetensors");
    double[] weights = Numbers.normal(20, 3);
    try (Network network = dense(1);
        Network other = dense(2)) {
      Numbers.set(network.parameter("fc.weight").value(), weights);
      SafeTensors.write(network, file, StoredType.F64);
      try (WeightFile stored = WeightFile.open(file)) {
        stored.loadInto(other);
      }
      assertThat(Numbers.get(other.parameter("fc.weight").value())).isEqualTo(weights);
    }
  }

  private static Trainer.Builder trainer(Network network) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy().labelSmoothing(0.1))
        .optimizer(new Adam())
        .training(new Blobs(30, 4, 1), batchSize(8))
        .seed(1)
        .epochs(epochs(2), learningRate(0.01));
  }

  private static Network blobs(long seed) {
    return Network.builder(Shape.of(6))
        .kernels(new Nd4jKernels())
        .elementType(ElementType.FLOAT64)
        .add("fc", new Dense(4))
        .add("norm", new BatchNorm())
        .build(Seed.of(seed));
  }

  @Test
  void resumingKeepsAllBits(@TempDir Path folder) {
    try (Network whole = blobs(1);
        Network cut = blobs(1);
        Network resumed = blobs(2)) {
      trainer(whole).build().fit();
      Trainer first =
          trainer(cut)
              .checkpoints(Checkpoints.in(folder).everySteps(1))
              .budget(Budget.unlimited().steps(3))
              .build();
      assertThatThrownBy(first::fit).isInstanceOf(TrainingStoppedException.class);
      trainer(resumed).build().resume(folder);
      for (Parameter parameter : whole.parameters()) {
        assertThat(Numbers.get(resumed.parameter(parameter.name()).value()))
            .isEqualTo(Numbers.get(parameter.value()));
      }
    }
  }
}
