package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Mixup;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.ConsoleProgress;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.record.EpochRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private final Network network = SmallNets.dense(4, 3);

  @AfterEach
  void close() {
    network.close();
  }

  private Trainer.Builder trainer() {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(160, 4, 1), batchSize(32))
        .validation(new Blobs(60, 4, 2))
        .metric(new Accuracy());
  }

  @Test
  void learns() {
    TrainingResult result = trainer().epochs(epochs(8), learningRate(0.05).cosine()).build().fit();
    List<EpochRecord> epochs = result.record().epochs();
    assertThat(epochs).hasSize(8);
    assertThat(epochs.get(7).trainingLoss()).isLessThan(0.5 * epochs.get(0).trainingLoss());
    assertThat(epochs.get(7).metrics().get("accuracy")).isGreaterThan(0.9);
    assertThat(epochs.get(7).learningRate()).isLessThan(0.01);
    assertThat(epochs.get(0).validationLoss()).isPresent();
    List<String> table = result.toString().lines().toList();
    assertThat(table).hasSize(2);
    assertThat(table.get(0)).matches("Phase +Epochs +Loss +Accuracy +Best +Time");
    assertThat(table.get(1)).matches("training +8 +0\\.\\d{4} +[\\d.]+ +[\\d.]+ +[\\d.]+ s");
  }

  @Test
  void learnsFromMixedSamples() {
    TrainingResult result =
        trainer()
            .batchTransform(new Mixup(0.4, 4))
            .epochs(epochs(8), learningRate(0.05).cosine())
            .build()
            .fit();
    List<EpochRecord> epochs = result.record().epochs();
    assertThat(epochs.get(7).metrics().get("accuracy")).isGreaterThan(0.9);
    // What is mixed cannot be told for sure, so the loss stays above that of what is not.
    assertThat(epochs.get(7).trainingLoss())
        .isGreaterThan(epochs.get(7).validationLoss().orElse(9));
    assertThat(result.provenance().settings()).containsEntry("batch transform", "mixup, alpha 0.4");
  }

  @Test
  void mixingOtherClassesThanTheOutputsIsTold() {
    Trainer trainer =
        trainer().batchTransform(new Mixup(0.4, 5)).epochs(epochs(1), learningRate(0.05)).build();
    assertThatThrownBy(trainer::fit)
        .hasMessageContaining("targets of cross-entropy: expected 32 class numbers or");
  }

  @Test
  void stopsEarlyAndRestoresTheBest() {
    // A rate of next to nothing: no epoch can be better than the first.
    TrainingResult result =
        trainer()
            .epochs(epochs(20).earlyStopping(2).restoringBest(), learningRate(1e-12))
            .build()
            .fit();
    assertThat(result.record().stoppedEarly()).isTrue();
    assertThat(result.record().epochs()).hasSize(3);
    assertThat(result.record().best().epoch()).isEqualTo(1);
    assertThat(network.snapshot().sha256()).isEqualTo(result.record().best().weights().sha256());
  }

  @Test
  void auxiliaryLossesReachTheirOutputs() {
    try (Network twoHeads =
        Network.builder(Shape.of(6))
            .add("body", new Dense(8))
            .add("relu", Activate.relu())
            .add("main", new Dense(4))
            .add("side", new Dense(4), "relu")
            .outputs("main", "side")
            .build(Seed.of(1))) {
      float[] before = twoHeads.parameter("side.weight").value().toFloats();
      Trainer.builder()
          .network(twoHeads)
          .loss(new SoftmaxCrossEntropy())
          .loss("side", new SoftmaxCrossEntropy(), 0.3)
          .optimizer(Sgd.plain())
          .training(new Blobs(64, 4, 1), batchSize(32))
          .epochs(epochs(1), learningRate(0.1))
          .build()
          .fit();
      assertThat(twoHeads.parameter("side.weight").value().toFloats()).isNotEqualTo(before);
    }
  }

  @Test
  void dropoutDrawsTheSameInEveryRunOfOneSeed() {
    List<String> hashes = new ArrayList<>();
    for (long seed : new long[] {5, 5, 6}) {
      try (Network dropping =
          Network.builder(Shape.of(6))
              .add("fc1", new Dense(16))
              .add("drop", new Dropout(0.5))
              .add("fc2", new Dense(4))
              .build(Seed.of(1))) {
        Trainer.builder()
            .network(dropping)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(Sgd.plain())
            .training(new Blobs(64, 4, 1), batchSize(64))
            .seed(seed)
            .epochs(epochs(2), learningRate(0.1))
            .build()
            .fit();
        hashes.add(dropping.snapshot().sha256());
      }
    }
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
  }

  @Test
  void tellsWhatIsMissingOrGivenTwice() {
    assertThatThrownBy(() -> Trainer.builder().network(network).network(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "network: expected to be given once, received a second time; remove one of the calls");
    assertThatThrownBy(() -> trainer().metric(new Accuracy()))
        .hasMessageContaining("metric accuracy: expected to be given once");
    assertThatThrownBy(() -> trainer().build())
        .hasMessage("epochs: expected to be given, received nothing; call .epochs(...)");
    assertThatThrownBy(
            () -> Trainer.builder().network(network).epochs(epochs(1), learningRate(1)).build())
        .hasMessageContaining("loss: expected to be given");
  }

  @Test
  void refusesSamplesOfAnotherShape() {
    try (Network images = SmallNets.convolutional(1)) {
      assertThatThrownBy(
              () ->
                  Trainer.builder()
                      .network(images)
                      .loss(new SoftmaxCrossEntropy())
                      .optimizer(Sgd.plain())
                      .training(new Blobs(10, 3, 1), batchSize(5))
                      .epochs(epochs(1), learningRate(0.1))
                      .build())
          .hasMessageContaining("samples of blobs")
          .hasMessageContaining("[6, 6, 2]")
          .hasMessageContaining("received [6]");
    }
  }

  @Test
  void refusesLabelsOutOfRangeAndNamesTheSample() {
    assertThatThrownBy(
            () ->
                Trainer.builder()
                    .network(network)
                    .loss(new SoftmaxCrossEntropy())
                    .optimizer(Sgd.plain())
                    .training(new Blobs(10, 6, 1), batchSize(5))
                    .epochs(epochs(1), learningRate(0.1))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "blobs, sample 4: label: expected a class number from 0 to 3, received 4; repair the"
                + " labels or give the network more outputs");
  }

  @Test
  void refusesTargetsThatDoNotFitTheLoss() {
    assertThatThrownBy(
            () ->
                Trainer.builder()
                    .network(network)
                    .loss(new MeanSquaredError())
                    .optimizer(Sgd.plain())
                    .training(new Blobs(10, 4, 1), batchSize(5))
                    .epochs(epochs(1), learningRate(0.1))
                    .build())
        .hasMessageContaining("target of mean squared error")
        .hasMessageContaining("the output's shape [4]");
  }

  @Test
  void refusesALossForAnOutputThatIsNone() {
    assertThatThrownBy(
            () ->
                trainer()
                    .loss("aux", new SoftmaxCrossEntropy(), 0.3)
                    .epochs(epochs(1), learningRate(0.1))
                    .build())
        .hasMessageContaining("one of [fc2]")
        .hasMessageContaining("received aux");
  }

  @Test
  void refusesASecondLossForTheMainOutput() {
    Trainer.Builder twice =
        trainer().loss("fc2", new SoftmaxCrossEntropy(), 0.3).epochs(epochs(1), learningRate(0.1));
    assertThatThrownBy(twice::build)
        .hasMessageContaining("one for each output")
        .hasMessageContaining("two of 'fc2'");
  }

  @Test
  void aLossThatIsNotFiniteNamesPhaseEpochBatchAndLayer() {
    Trainer diverging = trainer().epochs(epochs(3), learningRate(1e30)).build();
    assertThatThrownBy(diverging::fit)
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageMatching(
            "the loss is (NaN|-?Infinity) in phase 'training', epoch 1, batch \\d; the first values"
                + " that are not finite are those of layer 'fc[12]' \\(Dense\\(\\d+\\)\\)\\. Lower"
                + " the learning rate \\(now 1\\.0E30\\), clip the gradients, or look for such"
                + " values in the data");
  }

  @Test
  void valuesThatAreNotFiniteInTheDataAreTracedToTheSample() {
    Dataset broken =
        new Blobs(32, 4, 1)
            .map(
                (sample, random) ->
                    new Sample(
                        new Values(
                            sample.features().shape(), new float[] {Float.NaN, 0, 0, 0, 0, 0}),
                        sample.target()));
    Trainer trainer =
        Trainer.builder()
            .network(network)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(Sgd.plain())
            .training(broken, batchSize(8))
            .epochs(epochs(1), learningRate(0.1))
            .build();
    assertThatThrownBy(trainer::fit)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "features of sample \\d+ of .*: expected finite numbers, received NaN at element 0;"
                + " repair the sample or its transform, or leave it out");
  }

  @Test
  void progressIsALineForEachEpochAwayFromATerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    trainer()
        .listener(new ConsoleProgress(out, false))
        .epochs(epochs(2), learningRate(0.05))
        .build()
        .fit();
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> line.startsWith("  epoch "))).hasSize(2);
    assertThat(text).contains("epoch 2/2  loss ").contains("accuracy 0.").doesNotContain("\r");
  }

  @Test
  void memoryDoesNotGrowWithSteps() {
    trainer().epochs(epochs(1), learningRate(0.01)).build().fit();
    long after = network.kernels().memory().bytesHeld();
    trainer().epochs(epochs(3), learningRate(0.01)).build().fit();
    assertThat(network.kernels().memory().bytesHeld()).isEqualTo(after);
  }
}
