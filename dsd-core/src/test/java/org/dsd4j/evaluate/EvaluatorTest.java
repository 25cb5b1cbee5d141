package org.dsd4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.TokenPerplexity;
import org.dsd4j.metric.TopK;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EvaluatorTest {
  private static final int[] STEPS = {3, 5, 1, 4, 5, 2, 2};

  private static Dataset sequences() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < STEPS.length; i++) {
      float[] labels = new float[STEPS[i]];
      for (int t = 0; t < labels.length; t++) {
        labels[t] = (i + t) % 3;
      }
      samples.add(
          new Sample(
              new Values(
                  Shape.of(STEPS[i], 2), Numbers.floats(Numbers.normal(2 * STEPS[i], 10 + i))),
              new Values(Shape.of(STEPS[i]), labels)));
    }
    return SequenceDataset.of("sequences", samples, List.of());
  }

  private static Network tagger() {
    return Network.builder(Shape.of(5, 2))
        .add("lstm", new Lstm(4))
        .add("fc", new Dense(3))
        .build(Seed.of(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void givesWhatTrainingShowsOnItsValidationData(int batch) {
    Dataset test = new Blobs(50, 4, 2);
    try (Network network = SmallNets.dense(4, 3)) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.momentum(0.9))
              .training(new Blobs(60, 4, 1), batchSize(16))
              .validation(test)
              .metric(new Accuracy())
              .metric(new TopK(2))
              .epochs(epochs(2), learningRate(0.05))
              .build()
              .fit();
      Evaluation evaluation =
          Evaluator.of(network)
              .batchSize(batchSize(batch))
              .loss(new SoftmaxCrossEntropy())
              .evaluate(test, new Accuracy(), new TopK(2));
      var last = result.record().lastEpoch();
      assertThat(evaluation.metrics()).isEqualTo(last.metrics());
      assertThat(evaluation.metric("accuracy")).isEqualTo(last.metrics().get("accuracy"));
      assertThat(evaluation.loss()).isCloseTo(last.validationLoss().orElseThrow(), within(1e-6));
      assertThat(evaluation.toString()).startsWith("loss 0.").contains(", accuracy ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void predictsWhatTheNetworkDoesOfEachSample(int batch) {
    Dataset test = new Blobs(10, 4, 2);
    try (Network network = SmallNets.dense(4, 3)) {
      List<Values> outputs =
          Evaluator.of(network).batchSize(batchSize(batch)).workers(1).predict(test);
      assertThat(outputs).hasSize(10);
      for (int i = 0; i < 10; i++) {
        try (INDArray alone =
            network.predict(
                Nd4j.createFromArray(test.sample(i).features().array()).reshape(1, 6))) {
          assertThat(outputs.get(i).shape()).isEqualTo(Shape.of(4));
          assertThat(outputs.get(i).array()).containsExactly(alone.toFloatVector(), within(1e-5f));
        }
      }
    }
  }

  @Test
  void predictsSequencesWithoutTheirPadding() {
    Dataset data = sequences();
    try (Network network = tagger()) {
      List<Values> outputs = Evaluator.of(network).batchSize(batchSize(4)).predict(data);
      for (int i = 0; i < STEPS.length; i++) {
        assertThat(outputs.get(i).shape()).isEqualTo(Shape.of(STEPS[i], 3));
        INDArray alone =
            network.predict(
                Nd4j.createFromArray(data.sample(i).features().array()).reshape(1, STEPS[i], 2));
        assertThat(outputs.get(i).array())
            .containsExactly(alone.dup('c').ravel().toFloatVector(), within(1e-5f));
      }
      List<Integer> firsts = new ArrayList<>();
      Evaluator.of(network)
          .batchSize(batchSize(3))
          .predict(
              data,
              each -> {
                firsts.add(each.first());
                assertThat(each.lengths()).isEqualTo(each.batch().lengths());
                assertThat(each.output("fc").shape()).isEqualTo(each.output().shape());
              });
      assertThat(firsts).containsExactly(0, 3, 6);
    }
  }

  /** A label for each step is one for each real step: shorter sequences have fewer. */
  @Test
  void measuresLabelsOfStepsOfSequencesOfDifferentLengths() {
    try (Network network = tagger()) {
      Evaluator evaluator = Evaluator.of(network).loss(new SoftmaxCrossEntropy());
      Evaluation small =
          evaluator
              .batchSize(batchSize(1))
              .evaluate(sequences(), new Accuracy(), new TokenPerplexity());
      Evaluation large =
          evaluator
              .batchSize(batchSize(7))
              .evaluate(sequences(), new Accuracy(), new TokenPerplexity());
      assertThat(large.metric("accuracy")).isEqualTo(small.metric("accuracy"));
      assertThat(large.loss()).isCloseTo(small.loss(), within(1e-6));
      assertThat(large.metric("perplexity")).isCloseTo(Math.exp(large.loss()), within(1e-5));
    }
  }

  @Test
  void evaluationsOfPartsMergeToThatOfTheWhole() {
    Dataset data = new Blobs(23, 4, 2);
    try (Network network = SmallNets.dense(4, 3)) {
      Evaluator evaluator = Evaluator.of(network).loss(new SoftmaxCrossEntropy());
      Evaluation whole = evaluator.evaluate(data, new Accuracy());
      Evaluation merged = evaluator.evaluate(data.shard(0, 3), new Accuracy());
      merged.merge(evaluator.evaluate(data.shard(1, 3), new Accuracy()));
      merged.merge(evaluator.evaluate(data.shard(2, 3), new Accuracy()));
      assertThat(merged.metrics()).isEqualTo(whole.metrics());
      assertThat(merged.loss()).isCloseTo(whole.loss(), within(1e-6));
      assertThatThrownBy(() -> merged.merge(Evaluator.evaluate(network, data, new TopK(2))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[loss, accuracy]")
          .hasMessageContaining("[top-2 accuracy]");
      assertThat(merged.metrics()).isEqualTo(whole.metrics());
    }
  }

  @Test
  void changesNothingAndLeavesNoMemoryBehind() {
    Dataset data = new Blobs(23, 4, 2);
    try (Network network = SmallNets.dense(4, 3)) {
      String before = network.snapshot().sha256();
      Evaluator evaluator = Evaluator.of(network).loss(new SoftmaxCrossEntropy());
      evaluator.evaluate(data);
      long held = network.kernels().memory().bytesHeld();
      evaluator.evaluate(data, new Accuracy());
      assertThat(network.kernels().memory().bytesHeld()).isEqualTo(held);
      assertThat(network.snapshot().sha256()).isEqualTo(before);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Dataset wide = ArrayDataset.of("wide", Nd4j.zeros(2, 9), Nd4j.zeros(2, 1));
    Dataset strange = ArrayDataset.of("strange", Nd4j.zeros(2, 6), Nd4j.ones(2, 1).mul(7));
    try (Network network = SmallNets.dense(4, 3)) {
      assertThatThrownBy(() -> Evaluator.evaluate(network, wide, new Accuracy()))
          .isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> Evaluator.predict(network, wide)).isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> Evaluator.evaluate(network, strange, new Accuracy()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("strange, sample 0")
          .hasMessageContaining("received 7");
      assertThatThrownBy(
              () -> Evaluator.of(network).loss(new MeanSquaredError()).evaluate(new Blobs(3, 4, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("blobs, sample 0");
      assertThatThrownBy(() -> Evaluator.evaluate(network, new Blobs(3, 4, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("metrics or a loss");
      assertThatThrownBy(
              () ->
                  Evaluator.evaluate(
                      network, new Blobs(3, 4, 1), new Accuracy(), Accuracy.ignoringLabel(1)))
          .hasMessageContaining("one of each name");
      Evaluation evaluation = Evaluator.evaluate(network, new Blobs(3, 4, 1), new Accuracy());
      assertThatThrownBy(() -> evaluation.metric("perplexity"))
          .hasMessageContaining("one of [accuracy]");
      assertThatThrownBy(evaluation::loss).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aLossOfNothingIsNoNumber() {
    Dataset ignored = ArrayDataset.of("ignored", Nd4j.zeros(2, 6), Nd4j.ones(2, 1));
    try (Network network = SmallNets.dense(4, 3)) {
      Evaluator evaluator = Evaluator.of(network).loss(new SoftmaxCrossEntropy().ignoreLabel(1));
      assertThatThrownBy(() -> evaluator.evaluate(ignored).loss())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("loss of nothing");
    }
  }
}
