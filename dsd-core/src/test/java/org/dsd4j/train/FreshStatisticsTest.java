package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.dsd4j.train.record.NonFinitePolicy;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Statistics of batch normalisations that are taken again after each epoch. */
class FreshStatisticsTest {
  private static final int BATCH = 16;

  /** The statistics of the first layer are those of the data, whatever the weights are. */
  private static Network network() {
    return network(ElementType.FLOAT64);
  }

  private static Network network(ElementType type) {
    return Network.builder(Shape.of(6))
        .add("first", new BatchNorm())
        .add("fc1", new Dense(12))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("drop", new Dropout(0.2))
        .add("fc2", new Dense(4))
        .elementType(type)
        .build(Seed.of(3));
  }

  private static TrainingResult train(
      Network network, Dataset data, UnaryOperator<Trainer.Builder> settings) {
    return settings
        .apply(
            Trainer.builder()
                .network(network)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(Sgd.momentum(0.9))
                .training(data, batchSize(BATCH))
                .order(SampleOrder.AS_STORED)
                .validation(new Blobs(40, 4, 2))
                .metric(new Accuracy())
                .epochs(epochs(2), learningRate(0.05)))
        .build()
        .fit();
  }

  /** The mean over batches of each feature's mean and unbiased variance in a batch. */
  private static double[][] means(Dataset data, int batches) {
    double[][] means = new double[2][6];
    for (int batch = 0; batch < batches; batch++) {
      List<float[]> rows = new ArrayList<>();
      for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
        Sample sample = data.sample(i);
        rows.add(sample.features().array());
      }
      for (int feature = 0; feature < 6; feature++) {
        int index = feature;
        double mean = rows.stream().mapToDouble(r -> r[index]).average().orElseThrow();
        double squares =
            rows.stream().mapToDouble(r -> (r[index] - mean) * (r[index] - mean)).sum();
        means[0][feature] += mean / batches;
        means[1][feature] += squares / (rows.size() - 1) / batches;
      }
    }
    return means;
  }

  private static void assertStatistics(Network network, double[][] expected) {
    double[] mean = Numbers.get(network.parameter("first.running_mean").value());
    double[] variance = Numbers.get(network.parameter("first.running_var").value());
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i]).as("mean %d", i).isCloseTo(expected[0][i], within(1e-6));
      assertThat(variance[i]).as("variance %d", i).isCloseTo(expected[1][i], within(1e-5));
    }
  }

  @Test
  void areTheMeansOverBatches() {
    Dataset data = new Blobs(4 * BATCH, 4, 1);
    try (Network network = network()) {
      TrainingResult result = train(network, data, Trainer.Builder::takingStatisticsAgain);
      assertStatistics(network, means(data, 4));
      assertThat(result.provenance().settings().get("statistics"))
          .isEqualTo("taken again after each epoch from its first 200 batches");
      double accuracy =
          Evaluator.of(network)
              .evaluate(new Blobs(40, 4, 2), new Accuracy())
              .metrics()
              .get("accuracy");
      assertThat(result.record().end().value()).isEqualTo(accuracy);
    }
  }

  @Test
  void aLastBatchOfOneSampleIsLeftOut() {
    Dataset data = new Blobs(4 * BATCH + 1, 4, 1);
    try (Network network = network()) {
      train(network, data, Trainer.Builder::takingStatisticsAgain);
      assertStatistics(network, means(data, 4));
    }
  }

  @Test
  void areNotTakenFromMoreThanTwoHundredBatches() {
    Dataset data = new Blobs(203 * BATCH, 4, 1);
    try (Network network = network()) {
      train(network, data, Trainer.Builder::takingStatisticsAgain);
      assertStatistics(network, means(data, 200));
    }
  }

  @Test
  void heldOnesStay() {
    Dataset data = new Blobs(4 * BATCH, 4, 1);
    try (Network network = network()) {
      network.holdStatistics("first");
      train(network, data, Trainer.Builder::takingStatisticsAgain);
      assertThat(network.parameter("first.running_mean").value().toFloats()).containsOnly(0);
      assertThat(network.parameter("norm.running_mean").value().toFloats()).doesNotContain(0);
    }
  }

  private static String weights(UnaryOperator<Trainer.Builder> settings, boolean normalised) {
    Network built =
        normalised
            ? network()
            : Network.builder(Shape.of(6)).add("fc", new Dense(4)).build(Seed.of(1));
    try (Network network = built) {
      train(network, new Blobs(50, 4, 1), settings);
      network.statistics().forEach(s -> network.kernels().memory().fill(s.value(), 0));
      try (WeightSnapshot snapshot = network.snapshot()) {
        return snapshot.sha256();
      }
    }
  }

  @Test
  void weightsLearnAsWithout() {
    assertThat(weights(Trainer.Builder::takingStatisticsAgain, true))
        .isEqualTo(weights(builder -> builder, true));
    assertThat(weights(Trainer.Builder::takingStatisticsAgain, false))
        .isEqualTo(weights(builder -> builder, false));
  }

  @Test
  void batchesThatAreNotFiniteAreLeftOutWhereTheRunGoesOn() {
    Dataset good = new Blobs(3 * BATCH, 4, 1);
    float[][] features = new float[4 * BATCH][];
    float[] labels = new float[4 * BATCH];
    for (int i = 0; i < features.length; i++) {
      features[i] = good.sample(i % good.size()).features().array().clone();
      labels[i] = good.target(i % good.size()).array()[0];
      for (int j = 0; j < features[i].length && i >= 3 * BATCH; j++) {
        features[i][j] *= 1e30f;
      }
    }
    Dataset data =
        ArrayDataset.of("one", Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
    try (Network network = network(ElementType.FLOAT32)) {
      TrainingResult result =
          train(
              network,
              data,
              builder ->
                  builder.takingStatisticsAgain().whenNotFinite(NonFinitePolicy.skipBatch(2)));
      assertStatistics(network, means(good, 3));
      assertThat(result.notes())
          .anyMatch(note -> note.text().contains("left out of the statistics taken again"));
    }
  }
}
