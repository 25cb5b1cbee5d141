package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.evaluate.FeatureExtraction;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.record.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of several inputs that are sequences, each of lengths of its own. */
class SeveralSequencesTrainingTest {
  private static final int WORDS = 5;

  private static Kernels kernels(String name) {
    return name.equals("nd4j") ? new Nd4jKernels() : new OnednnKernels();
  }

  private static Values filled(RandomGenerator random, int most, int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = most > 0 ? random.nextInt(most) : (float) random.nextGaussian();
    }
    return new Values(shape, values);
  }

  /** Frames and words of lengths of their own; a label for each word, and one for the sample. */
  private static Dataset sequences(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Seed.of(8).derive(i).stream();
      int words = 1 + random.nextInt(12);
      samples.add(
          new Sample(
              Map.of(
                  "frames",
                  filled(random, 0, 1 + random.nextInt(20), 2),
                  "words",
                  filled(random, WORDS, words)),
              Map.of("each", filled(random, 3, words), "all", Values.label(i % 2))));
    }
    SampleSpec spec =
        new SampleSpec()
            .input("frames", ValuesSpec.of(Shape.of(20, 2)).sequence())
            .input("words", ValuesSpec.of(Shape.of(12)).indices(WORDS).sequence())
            .target("all", ValuesSpec.label(2))
            .target("each", ValuesSpec.of(Shape.of(12)).indices(3).sequence().along("words"));
    return ListDataset.of("speech", spec, samples, List.of("a", "b"));
  }

  private static NetworkBuilder ofSequences() {
    return Network.builder()
        .input("frames", Shape.of(20, 2))
        .input("words", Shape.of(12))
        .add("heard", new Lstm(4).lastState(), "frames")
        .add("embedding", new Embedding(WORDS, 3), "words")
        .add("read", new Lstm(5), "embedding")
        .add("each", new Dense(3), "read")
        .add("said", new Lstm(4).lastState(), "read")
        .add("joined", new Concat(), "heard", "said")
        .add("all", new Dense(2), "joined")
        .outputs("all", "each");
  }

  /** Far from each other in length, and so padded by other samples of the batch or not at all. */
  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn"})
  void whatIsPaddingOfAnInputCountsForNothing(String kernels) {
    List<Double> losses = new ArrayList<>();
    for (int batch : new int[] {1, 9}) {
      try (Network network = ofSequences().kernels(kernels(kernels)).build(Seed.of(1))) {
        TrainingResult result =
            Trainer.builder()
                .network(network)
                .loss(new SoftmaxCrossEntropy())
                .loss("each", new SoftmaxCrossEntropy().ignoreLabel(Dataset.NO_TARGET), 1)
                .optimizer(new Adam())
                .training(sequences(30), batchSize(batch))
                .order(SampleOrder.SHUFFLED)
                .validation(sequences(30))
                .metric(new Accuracy())
                .metric(new Accuracy().of("each"))
                .epochs(epochs(1), learningRate(1e-30))
                .build()
                .fit();
        EpochRecord epoch = result.record().lastEpoch();
        losses.add(epoch.trainingLoss());
        losses.add(epoch.validationLoss().orElseThrow());
        losses.addAll(epoch.metrics().values());
      }
    }
    for (int i = 0; i < losses.size() / 2; i++) {
      assertThat(losses.get(i + losses.size() / 2)).isCloseTo(losses.get(i), within(1e-5));
    }
  }

  @Test
  void featuresOfSequencesAreRefused() {
    try (Network network = ofSequences().build(Seed.of(1))) {
      assertThatThrownBy(
              () -> FeatureExtraction.features(network, "heard", sequences(3), batchSize(2)))
          .hasMessageContaining("expected samples of one shape, received sequences");
    }
  }
}
