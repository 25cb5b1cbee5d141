package org.dsd4j.suspects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClassProbabilitiesTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Points of which sample i has the class i modulo 3. */
  private static Dataset points(int count) {
    return ArrayDataset.ofClasses(
        "points",
        new Values(Shape.of(count, 6), Numbers.floats(Numbers.normal(6 * count, 1))),
        IntStream.range(0, count).map(i -> i % 3).toArray(),
        NAMES);
  }

  @Test
  void areTheSoftmaxOfTheNetworksOutput() {
    try (Network logits = SmallNets.dense(3, 1);
        Network shares =
            Network.builder(Shape.of(6))
                .add("fc1", new Dense(3))
                .add("softmax", new Softmax())
                .build(Seed.of(1))) {
      for (Network network : List.of(logits, shares)) {
        ClassProbabilities found = ClassProbabilities.of(network, points(7));
        assertThat(found.samples()).isEqualTo(7);
        assertThat(found.classes()).isEqualTo(3);
        for (int i = 0; i < 7; i++) {
          assertThat(found.of(i, 0) + found.of(i, 1) + found.of(i, 2)).isCloseTo(1, within(1e-6));
        }
      }
      float[] first = logits.predict(batch(points(7).sample(0).features())).toFloatVector();
      double sum = Math.exp(first[0]) + Math.exp(first[1]) + Math.exp(first[2]);
      assertThat(ClassProbabilities.of(logits, points(7)).of(0, 1))
          .isCloseTo(Math.exp(first[1]) / sum, within(1e-6));
      double direct = shares.predict(batch(points(7).sample(0).features())).getDouble(0, 1);
      assertThat(ClassProbabilities.of(shares, points(7)).of(0, 1)).isEqualTo(direct);
    }
  }

  private static INDArray batch(Values values) {
    return Nd4j.createFromArray(values.array()).reshape(1, 6);
  }

  @Test
  void outOfSampleNoNetworkJudgesWhatItHasSeen() {
    Dataset data = points(20);
    List<Integer> sizes = new ArrayList<>();
    List<String> judged = new ArrayList<>();
    ClassProbabilities found =
        ClassProbabilities.outOfSample(
            data,
            4,
            Seed.of(1),
            part -> {
              sizes.add(part.size());
              TreeSet<Integer> left = new TreeSet<>();
              IntStream.range(0, 20).forEach(left::add);
              for (int i = 0; i < part.size(); i++) {
                left.remove(indexOf(data, part.sample(i).features()));
              }
              judged.addAll(left.stream().map(i -> i + " by " + sizes.size()).toList());
              Network network = SmallNets.dense(3, 1);
              network.parameter("fc2.weight").value().set(new float[48]);
              // Says which network has judged.
              network.parameter("fc2.bias").value().set(new float[] {sizes.size(), 0, 0});
              return network;
            });
    assertThat(sizes).containsExactly(15, 15, 15, 15);
    assertThat(judged).hasSize(20);
    for (String each : judged) {
      String[] parts = each.split(" by ");
      double logit = Double.parseDouble(parts[1]);
      assertThat(found.of(Integer.parseInt(parts[0]), 0))
          .as(each)
          .isCloseTo(Math.exp(logit) / (Math.exp(logit) + 2), within(1e-6));
    }
  }

  private static int indexOf(Dataset data, Values features) {
    return IntStream.range(0, data.size())
        .filter(i -> Arrays.equals(data.sample(i).features().array(), features.array()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunsListenerTakesThemAtTheEndOfEachPhaseAndOfChosenEpochs() {
    Dataset data = points(30);
    try (Network network = SmallNets.dense(3, 1)) {
      LearnedProbabilities learned = LearnedProbabilities.of(network, data, 1);
      try (DsdResult result =
          DsdTrainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.momentum(0.9))
              .schedule(
                  DsdSchedule.builder()
                      .dense(epochs(2), learningRate(0.1))
                      .sparse(0.5, epochs(2), learningRate(0.1))
                      .build())
              .training(data, batchSize(8))
              .listener(learned)
              .build()
              .fit()) {
        assertThat(result.notes()).noneMatch(note -> note.toString().contains("listener"));
      }
      ClassProbabilities now = ClassProbabilities.of(network, data);
      ClassProbabilities sparse = learned.after("sparse");
      for (int i = 0; i < data.size(); i++) {
        assertThat(sparse.of(i, 0)).isEqualTo(now.of(i, 0));
      }
      assertThat(learned.after("dense").of(0, 0)).isNotEqualTo(now.of(0, 0));
      assertThat(learned.after("dense", 1).of(0, 0)).isNotEqualTo(learned.after("dense").of(0, 0));
      assertThatThrownBy(() -> learned.after("dense", 2))
          .hasMessageContaining("dense, epoch 1")
          .hasMessageContaining("dense, epoch 2");
    }
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(ClassProbabilities::of).hasMessageContaining("at least one row");
    assertThatThrownBy(() -> ClassProbabilities.of(new double[] {1}, new double[] {1, 0}))
        .hasMessageContaining("sample 1");
    assertThatThrownBy(() -> ClassProbabilities.of(new double[] {Double.NaN, 0}))
        .hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> ClassProbabilities.outOfSample(points(3), 4, Seed.of(1), part -> null))
        .hasMessageContaining("2 to 3");
    try (Network network = SmallNets.dense(2, 1)) {
      assertThatThrownBy(() -> ClassProbabilities.of(network, points(3)))
          .hasMessageContaining("3 classes");
      assertThatThrownBy(() -> ClassProbabilities.of(network, new Blobs(4, 2, 1)))
          .hasMessageContaining("class numbers with names");
    }
  }
}
