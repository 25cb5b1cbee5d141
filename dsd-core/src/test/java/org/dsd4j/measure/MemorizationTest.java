package org.dsd4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.dsd4j.train.Trainer;
import org.junit.jupiter.api.Test;

class MemorizationTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** One-hot features, by which the class can be told; then some by which the sample can. */
  private static Dataset clean(int size, int further) {
    float[] features = new float[size * (3 + further)];
    for (int i = 0; i < size; i++) {
      features[i * (3 + further) + i % 3] = 1;
      for (int j = 0; j < further; j++) {
        features[i * (3 + further) + 3 + j] = (float) Numbers.normal(further, 50 + i)[j];
      }
    }
    int[] labels = IntStream.range(0, size).map(i -> i % 3).toArray();
    Values values = new Values(Shape.of(size, 3 + further), features);
    return ArrayDataset.ofClasses("hot", values, labels, NAMES);
  }

  private static LabelNoise noise(int size) {
    return LabelNoise.byPairs(clean(size, 0), 0.4, Seed.of(1));
  }

  /** Predicts a class from one-hot features by a matrix whose rows are the classes. */
  private static Network of(float... weights) {
    Network network =
        Network.builder(Shape.of(3)).add("fc", new Dense(3).withoutBias()).build(Seed.of(1));
    network.parameter("fc.weight").value().set(weights);
    return network;
  }

  @Test
  void aNetworkThatSeesTheTrueClassesHasLearntNothingByHeart() {
    try (Network network = of(1, 0, 0, 0, 1, 0, 0, 0, 1)) {
      Memorization memorization = Memorization.of(network, noise(30));
      assertThat(memorization).isEqualTo(new Memorization(12, 0, 12, 18, 18));
      assertThat(memorization.memorised()).isZero();
      assertThat(memorization.recovered()).isEqualTo(1);
      assertThat(memorization.accuracyOnRight()).isEqualTo(1);
    }
  }

  @Test
  void aNetworkThatSaysTheNextClassReproducesEachWrongLabel() {
    try (Network network = of(0, 0, 1, 1, 0, 0, 0, 1, 0)) {
      assertThat(Memorization.of(network, noise(30))).isEqualTo(new Memorization(12, 12, 0, 18, 0));
    }
  }

  @Test
  void aThirdClassIsNeitherMemorisedNorRecovered() {
    try (Network network = of(0, 1, 0, 0, 0, 1, 1, 0, 0)) {
      Memorization memorization = Memorization.of(network, noise(30));
      assertThat(memorization).isEqualTo(new Memorization(12, 0, 0, 18, 0));
      assertThat(memorization.accuracyOnRight()).isZero();
    }
  }

  @Test
  void countsByPredictionsAsWell() {
    LabelNoise noise = noise(30);
    int[] predicted = IntStream.range(0, 30).map(noise::trueLabel).toArray();
    predicted[noise.wrong()[0]] = noise.label(noise.wrong()[0]);
    predicted[noise.wrong()[1]] = -1;
    Memorization memorization = Memorization.of(predicted, noise);
    assertThat(memorization).isEqualTo(new Memorization(12, 1, 10, 18, 18));
    assertThat(memorization).hasToString("8.3% of 12 wrong labels memorised, 83.3% recovered");
  }

  @Test
  void samplesComeToTheNetworkThroughTheTransform() {
    Transform turned =
        (sample, random) -> {
          float[] hot = sample.features().array();
          return sample.withFeatures(new Values(Shape.of(3), new float[] {hot[1], hot[2], hot[0]}));
        };
    try (Network network = of(0, 0, 1, 1, 0, 0, 0, 1, 0)) {
      assertThat(Memorization.of(network, noise(30), turned))
          .isEqualTo(new Memorization(12, 0, 12, 18, 18));
    }
  }

  @Test
  void whatHasNoNumberIsPredictedAsNothing() {
    try (Network network = of(Float.NaN, 0, 0, 0, 1, 0, 0, 0, 1)) {
      Memorization memorization = Memorization.of(network, noise(30));
      assertThat(memorization).isEqualTo(new Memorization(12, 0, 0, 18, 0));
    }
  }

  /** Samples that can be told apart are learnt by heart in the end. */
  @Test
  void aLargeNetworkLearnsWrongLabelsByHeart() {
    LabelNoise training = LabelNoise.symmetric(clean(60, 20), 0.4, Seed.of(1));
    try (Network network =
        Network.builder(Shape.of(23))
            .add("fc1", new Dense(64))
            .add("relu1", Activate.relu())
            .add("fc2", new Dense(3))
            .build(Seed.of(2))) {
      String before = network.snapshot().sha256();
      double untrained = Memorization.of(network, training).memorised();
      assertThat(network.snapshot().sha256()).as("weights").isEqualTo(before);
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(new Adam())
          .training(training, batchSize(20))
          .epochs(epochs(80), learningRate(0.01))
          .build()
          .fit();
      Memorization memorization = Memorization.of(network, training);
      assertThat(untrained).isLessThan(0.8);
      assertThat(memorization.memorised()).isGreaterThan(0.95);
      assertThat(memorization.accuracyOnRight()).isGreaterThan(0.95);
    }
  }

  @Test
  void sharesOfNothingAreRefused() {
    LabelNoise none = LabelNoise.symmetric(clean(9, 0), 0, Seed.of(1));
    LabelNoise all = LabelNoise.symmetric(clean(9, 0), 1, Seed.of(1));
    Memorization ofNone = Memorization.of(new int[9], none);
    assertThatThrownBy(ofNone::memorised)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("share of wrong labels, of which there are none");
    assertThatThrownBy(ofNone::recovered).isInstanceOf(IllegalStateException.class);
    assertThat(ofNone.accuracyOnRight()).isEqualTo(1 / 3.0);
    assertThat(ofNone).hasToString("no wrong labels");
    assertThatThrownBy(() -> Memorization.of(new int[9], all).accuracyOnRight())
        .hasMessage("share of right labels, of which there are none");
  }

  @Test
  void refusesPredictionsOfSomethingElse() {
    assertThatThrownBy(() -> Memorization.of(new int[29], noise(30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one for each of 30 samples, received 29");
    try (Network network = Network.builder(Shape.of(3)).add("fc", new Dense(2)).build(Seed.of(1))) {
      assertThatThrownBy(() -> Memorization.of(network, noise(30)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("output of the network: expected a number for each of 3 classes");
    }
  }

  @Test
  void ofGivenPairsTheOtherClassesAreRight() {
    LabelNoise noise = LabelNoise.byPairs(clean(30, 0), Map.of("a", "c"), 0.5, Seed.of(1));
    try (Network network = of(1, 0, 0, 0, 1, 0, 0, 0, 1)) {
      assertThat(Memorization.of(network, noise)).isEqualTo(new Memorization(5, 0, 5, 25, 25));
    }
  }
}
