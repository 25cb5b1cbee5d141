package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.BinaryCrossEntropy;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SmoothL1;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.record.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss of an epoch is one mean over the epoch, however it was cut into batches. */
class LossAveragesTest {
  private static final int CLASSES = 4;
  private static final int IGNORED = 2;
  private static final int[] LENGTHS = {1, 9, 2, 8, 5, 3, 7};

  /** Changes no weight by as much as a bit. */
  private static final double NO_RATE = 1e-30;

  private interface Target {
    Values of(int sample, int steps, SplittableRandom random);
  }

  private record Case(Loss loss, Target target) {
    @Override
    public String toString() {
      return loss.toString();
    }
  }

  private static Stream<Case> cases() {
    SoftmaxCrossEntropy crossEntropy = new SoftmaxCrossEntropy();
    SoftmaxCrossEntropy weighted = crossEntropy.classWeights(0.3, 2, 0, 5);
    Target labels = (sample, steps, random) -> labels(steps, sample == 1 ? IGNORED : -1, random);
    Target shares = (sample, steps, random) -> shares(steps, random);
    Target few = (sample, steps, random) -> labels((steps + 3) / 4, 1 + sample % 3, random);
    return Stream.of(
        new Case(crossEntropy, labels),
        new Case(crossEntropy, shares),
        new Case(crossEntropy.ignoreLabel(IGNORED), labels),
        new Case(weighted, labels),
        new Case(weighted.labelSmoothing(0.2), labels),
        new Case(crossEntropy.classWeights(1, 3, 1, 9).ignoreLabel(IGNORED), labels),
        new Case(new MeanSquaredError(), shares),
        new Case(new SmoothL1(0.5), shares),
        new Case(new BinaryCrossEntropy(), shares),
        new Case(new CtcLoss(), few),
        new Case(new CtcLoss().perSequence(), few));
  }

  /** Labels at random, or this one at each step. */
  private static Values labels(int steps, int always, SplittableRandom random) {
    float[] labels = new float[steps];
    for (int t = 0; t < steps; t++) {
      labels[t] = always >= 0 ? always : random.nextInt(CLASSES);
    }
    return new Values(Shape.of(steps), labels);
  }

  private static Values shares(int steps, SplittableRandom random) {
    float[] shares = new float[steps * CLASSES];
    for (int t = 0; t < steps; t++) {
      float first = (float) random.nextDouble();
      shares[t * CLASSES] = first;
      shares[t * CLASSES + 1] = 1 - first;
    }
    return new Values(Shape.of(steps, CLASSES), shares);
  }

  private static Dataset dataset(Case given) {
    SplittableRandom random = new SplittableRandom(3);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < LENGTHS.length; i++) {
      float[] values = new float[LENGTHS[i] * 2];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextDouble(-4, 4);
      }
      Values features = new Values(Shape.of(LENGTHS[i], 2), values);
      samples.add(new Sample(features, given.target().of(i, LENGTHS[i], random)));
    }
    return SequenceDataset.of("cut", samples, List.of());
  }

  private static EpochRecord epoch(Network network, Loss loss, Dataset data, int batch) {
    return Trainer.builder()
        .network(network)
        .loss(loss)
        .optimizer(Sgd.plain())
        .training(data, batchSize(batch))
        .validation(data)
        .epochs(epochs(1), learningRate(NO_RATE))
        .build()
        .fit()
        .record()
        .epochs()
        .get(0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anyCutGivesTheSameMean(Case given) {
    Dataset data = dataset(given);
    List<Double> losses = new ArrayList<>();
    for (boolean nd4j : new boolean[] {true, false}) {
      try (Kernels kernels = nd4j ? new Nd4jKernels() : new OnednnKernels();
          Network network =
              Network.builder(Shape.of(9, 2))
                  .add("fc", new Dense(CLASSES))
                  .kernels(kernels)
                  .build(Seed.of(1))) {
        for (int batch : new int[] {7, 1, 2, 3, 4, 5, 6}) {
          EpochRecord record = epoch(network, given.loss(), data, batch);
          losses.add(record.trainingLoss());
          losses.add(record.validationLoss().orElseThrow());
        }
      }
    }
    double whole = losses.get(0);
    assertThat(whole).isPositive();
    assertThat(losses).allSatisfy(loss -> assertThat(loss).isCloseTo(whole, within(1e-6 * whole)));
  }

  @Test
  void lossesOfSequencesAreTheMeanOverTheirSteps() {
    int[] lengths = {1, 9, 2, 8};
    float[] logits = {-2, 1, -3, 2};
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      float[] values = new float[lengths[i]];
      Arrays.fill(values, logits[i]);
      samples.add(
          new Sample(
              new Values(Shape.of(lengths[i], 1), values),
              new Values(Shape.of(lengths[i]), new float[lengths[i]])));
    }
    Dataset data = SequenceDataset.of("steps", samples, List.of("a", "b"));
    try (Network network =
        Network.builder(Shape.of(9, 1)).add("fc", new Dense(2)).build(Seed.of(1))) {
      network.parameter("fc.weight").value().set(new float[] {1, -1});
      network.parameter("fc.bias").value().set(new float[2]);
      for (int batch : new int[] {1, 2, 3, 4}) {
        EpochRecord record = epoch(network, new SoftmaxCrossEntropy(), data, batch);
        assertThat(record.trainingLoss()).isCloseTo(0.865533, within(1e-6));
        assertThat(record.validationLoss().orElseThrow()).isCloseTo(0.865533, within(1e-6));
      }
    }
  }

  @Test
  void eachOutputHasAMeanOfItsOwn() {
    Dataset data = dataset(new Case(new SoftmaxCrossEntropy(), (i, n, r) -> labels(n, -1, r)));
    List<Double> losses = new ArrayList<>();
    for (int batch : new int[] {7, 1, 3}) {
      try (Network network =
          Network.builder(Shape.of(9, 2))
              .add("a", new Dense(CLASSES))
              .add("b", new Dense(CLASSES))
              .outputs("a", "b")
              .build(Seed.of(1))) {
        losses.add(
            Trainer.builder()
                .network(network)
                .loss(new SoftmaxCrossEntropy())
                .loss("b", new SoftmaxCrossEntropy().classWeights(1, 7, 2, 4), 0.3)
                .optimizer(Sgd.plain())
                .training(data, batchSize(batch))
                .epochs(epochs(1), learningRate(NO_RATE))
                .build()
                .fit()
                .record()
                .epochs()
                .get(0)
                .trainingLoss());
      }
    }
    double whole = losses.get(0);
    assertThat(losses).allSatisfy(loss -> assertThat(loss).isCloseTo(whole, within(1e-6 * whole)));
  }

  @Test
  void dataOfWhichNothingCountsAreRefused() {
    Dataset data = dataset(new Case(new SoftmaxCrossEntropy(), (i, n, r) -> labels(n, 0, r)));
    try (Network network =
        Network.builder(Shape.of(9, 2)).add("fc", new Dense(CLASSES)).build(Seed.of(1))) {
      for (Loss loss :
          List.of(
              new SoftmaxCrossEntropy().ignoreLabel(0),
              new SoftmaxCrossEntropy().classWeights(0, 1, 1, 1))) {
        assertThatThrownBy(() -> epoch(network, loss, data, 2))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("targets of cut: expected some that count in the loss")
            .hasMessageContaining("none in 7 samples");
      }
    }
  }
}
