package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.optim.Adam;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.Setbacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

/** What becomes of steps that are not finite. */
class NonFiniteTest {
  private static final int BATCH = 8;

  /** Beyond what a network of these tests gives for good samples. */
  private static final float LIMIT = 1e4f;

  @TempDir Path folder;

  private final List<TrainingListener.Setback> told = new ArrayList<>();

  /** What of a step is lost on samples that are as large as this says. */
  private enum Lost {
    LOSS(1e9f, FragileLoss.beyond(LIMIT)),
    GRADIENT(1e9f, FragileLoss.gradientBeyond(LIMIT)),
    /** The variance of a batch, while all that is normalised by it is finite. */
    STATISTIC(1e30f, new SoftmaxCrossEntropy());

    private final float scale;
    private final Loss loss;

    Lost(float scale, Loss loss) {
      this.scale = scale;
      this.loss = loss;
    }

    /** For the first two, normalisation must not come last, as nothing behind it is large. */
    Network network() {
      return this == STATISTIC ? normalizedLast() : normalizedBeside();
    }
  }

  private static Network normalizedLast() {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(12))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("fc2", new Dense(4))
        .build(Seed.of(3));
  }

  private static Network normalizedBeside() {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(4))
        .add("norm", new BatchNorm(), "fc1")
        .add("sum", new Add(), "fc1", "norm")
        .build(Seed.of(3));
  }

  /** So many batches of blobs, those of these numbers so many times as large. */
  private static Dataset batches(float scale, int count, Integer... large) {
    return batches(IntStream.range(0, count).toArray(), scale, List.of(large));
  }

  /** The same of the batches of these numbers. */
  private static Dataset batches(int[] numbers, float scale, List<Integer> large) {
    Blobs blobs = new Blobs(100 * BATCH, 4, 1);
    float[][] features = new float[numbers.length * BATCH][];
    float[] labels = new float[numbers.length * BATCH];
    for (int i = 0; i < features.length; i++) {
      int batch = numbers[i / BATCH];
      int sample = batch * BATCH + i % BATCH;
      features[i] = blobs.sample(sample).features().array();
      labels[i] = blobs.target(sample).array()[0];
      for (int j = 0; j < features[i].length && large.contains(batch); j++) {
        features[i][j] *= scale;
      }
    }
    return ArrayDataset.of("batches", Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
  }

  private Trainer.Builder trainer(Network network, Loss loss, Dataset data) {
    return Trainer.builder()
        .network(network)
        .loss(loss)
        .optimizer(new Adam())
        .training(data, batchSize(BATCH))
        .order(SampleOrder.AS_STORED)
        .listener(
            new TrainingListener() {
              @Override
              public void setBack(Setback setback) {
                told.add(setback);
              }
            });
  }

  private static String sha256(Network network) {
    try (WeightSnapshot weights = network.snapshot()) {
      return weights.sha256();
    }
  }

  @ParameterizedTest
  @EnumSource(Lost.class)
  void aSkippedBatchIsAsIfItHadNotBeenThere(Lost lost) {
    try (Network network = lost.network();
        Network without = lost.network()) {
      PhaseRecord record =
          trainer(network, lost.loss, batches(lost.scale, 4, 1))
              .whenNotFinite(NonFinitePolicy.skipBatch(3))
              .epochs(epochs(3), learningRate(0.01))
              .build()
              .fit()
              .record();
      PhaseRecord expected =
          trainer(without, lost.loss, batches(new int[] {0, 2, 3}, 1, List.of()))
              .epochs(epochs(3), learningRate(0.01))
              .build()
              .fit()
              .record();
      // Optimizer state and number of steps too: Adam's next steps would tell.
      assertThat(sha256(network)).isEqualTo(sha256(without));
      assertThat(record.setbacks().skipped())
          .containsExactly(
              new Setbacks.Place(1, 2), new Setbacks.Place(2, 2), new Setbacks.Place(3, 2));
      assertThat(record.setbacks().stepsBack()).isZero();
      assertThat(expected.setbacks()).isEqualTo(Setbacks.none());
      assertThat(losses(record)).isEqualTo(losses(expected));
    }
    assertThat(told).extracting(TrainingListener.Setback::epoch).containsExactly(1, 2, 3);
    assertThat(told).extracting(TrainingListener.Setback::batch).containsOnly(2L);
    assertThat(told).extracting(TrainingListener.Setback::count).containsExactly(1, 2, 3);
  }

  private static List<Double> losses(PhaseRecord record) {
    return record.epochs().stream().map(EpochRecord::trainingLoss).toList();
  }

  @Test
  void nameWhatWasLost() {
    for (Lost lost : Lost.values()) {
      try (Network network = lost.network()) {
        trainer(network, lost.loss, batches(lost.scale, 2, 0))
            .whenNotFinite(NonFinitePolicy.skipBatch(1))
            .epochs(epochs(1), learningRate(0.01))
            .build()
            .fit();
      }
    }
    assertThat(told)
        .extracting(TrainingListener.Setback::reason)
        .satisfiesExactly(
            loss ->
                assertThat(loss)
                    .isEqualTo(
                        "the loss is NaN in phase 'training', epoch 1, batch 1; the first values"
                            + " that are not finite are those of the loss itself"),
            gradient ->
                assertThat(gradient)
                    .isEqualTo(
                        "the gradient of 'fc1.weight' has values that are not finite in phase"
                            + " 'training', epoch 1, batch 1"),
            statistic ->
                assertThat(statistic)
                    .isEqualTo(
                        "'norm.running_var' has values that are not finite in phase 'training',"
                            + " epoch 1, batch 1"));
  }

  @Test
  void tooManySkippedBatchesEndTheRun() {
    try (Network network = normalizedBeside()) {
      Trainer trainer =
          trainer(network, Lost.LOSS.loss, batches(1e9f, 4, 1, 3))
              .whenNotFinite(NonFinitePolicy.skipBatch(1))
              .epochs(epochs(1), learningRate(0.01))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessage(
              "the loss is NaN in phase 'training', epoch 1, batch 4; the first values that are not"
                  + " finite are those of the loss itself; the run stops, as the phase has had all"
                  + " the skipped batches that it may (1). Lower the learning rate (now 0.01), clip"
                  + " the gradients, or look for such values in the data");
    }
  }

  @Test
  void anEpochOfWhichAllIsSkippedEndsTheRun() {
    try (Network network = normalizedBeside()) {
      Trainer trainer =
          trainer(network, Lost.LOSS.loss, batches(1e9f, 2, 0, 1))
              .whenNotFinite(NonFinitePolicy.skipBatch(100))
              .epochs(epochs(3), learningRate(0.01))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageStartingWith(
              "every batch of phase 'training', epoch 1 was skipped, as none was finite. Lower");
    }
  }

  @Test
  void lostWeightsAreNotSkipped() {
    try (Network network = normalizedBeside()) {
      network.parameter("fc1.weight").array().putScalar(0, Double.NaN);
      Trainer trainer =
          trainer(network, new SoftmaxCrossEntropy(), batches(1, 2))
              .whenNotFinite(NonFinitePolicy.skipBatch(100))
              .epochs(epochs(1), learningRate(0.01))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining(
              "the run stops, as 'fc1.weight' has values that are not finite before this batch");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aStepBackBeginsTheEpochAgainWithHalfTheRate() {
    try (Network network = normalizedLast();
        Network calm = normalizedLast()) {
      PhaseRecord record = run(network, 2, learningRate(0.02).timesAfter(64, 1));
      int steps = record.setbacks().stepsBack();
      assertThat(steps).isBetween(1, 6);
      assertThat(told).hasSize(steps);
      assertThat(told).extracting(TrainingListener.Setback::epoch).containsOnly(2);
      // What the first epoch learned is still there, and the second knows nothing of its failures.
      LearningRate lower = learningRate(0.02).timesAfter(Math.scalb(64, -steps), 1);
      assertThat(losses(run(calm, 2, lower))).isEqualTo(losses(record));
      assertThat(sha256(network)).isEqualTo(sha256(calm));
    }
  }

  @Test
  void theRateStaysHalvedForTheRestOfThePhase() {
    try (Network network = normalizedLast()) {
      PhaseRecord record = run(network, 4, learningRate(0.02).timesAfter(64, 1));
      for (EpochRecord epoch : record.epochs()) {
        double scheduled = epoch.epoch() == 1 ? 0.02 : 0.02 * 64;
        long steps = told.stream().filter(setback -> setback.epoch() <= epoch.epoch()).count();
        assertThat(epoch.learningRate()).isEqualTo(Math.scalb(scheduled, (int) -steps));
      }
    }
  }

  private PhaseRecord run(Network network, int epochs, LearningRate rate) {
    return trainer(network, FragileLoss.beyond(12), batches(1, 6))
        .whenNotFinite(NonFinitePolicy.stepBack(6))
        .epochs(epochs(epochs), rate)
        .build()
        .fit()
        .record();
  }

  @Test
  void tooManyStepsBackEndTheRun() {
    try (Network network = normalizedBeside()) {
      Trainer trainer =
          trainer(network, Lost.GRADIENT.loss, batches(1e9f, 2, 1))
              .whenNotFinite(NonFinitePolicy.stepBack(2))
              .epochs(epochs(1), learningRate(0.01))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("epoch 1, batch 2; the run stops, as the phase has had all the")
          .hasMessageContaining("steps back that it may (2). Lower the learning rate (now 0.0025)");
    }
    assertThat(told).hasSize(2);
  }

  @Test
  void weightsLostInTheLastStepOfAnEpochAreFound() {
    try (Network network = normalizedLast()) {
      Trainer trainer =
          trainer(network, new SoftmaxCrossEntropy(), batches(1, 1))
              .whenNotFinite(NonFinitePolicy.stepBack(1))
              .epochs(epochs(1), learningRate(1e45))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageStartingWith(
              "'fc1.weight' has values that are not finite after phase 'training', epoch 1; the run"
                  + " stops, as the phase has had all the steps back that it may (1). Lower the"
                  + " learning rate (now 5.0E44)");
    }
    assertThat(told).extracting(TrainingListener.Setback::batch).containsExactly(1L);
  }

  @Test
  void anOptimizersStateThatIsLostIsFound() {
    try (Network network = Network.builder(Shape.of(6)).add("fc", new Dense(4)).build(Seed.of(1))) {
      // The gradients are finite and their squares are not; then Adam's steps would be zero.
      Trainer trainer =
          trainer(network, new SoftmaxCrossEntropy(), batches(1e25f, 1, 0))
              .epochs(epochs(1), learningRate(0.01))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageMatching("the \\w+ of 'fc.weight' has values that are not finite after .*");
    }
  }

  @Test
  void metricLinesAndConsoleTell() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (Network network = normalizedBeside()) {
      trainer(network, Lost.LOSS.loss, batches(1e9f, 2, 1))
          .whenNotFinite(NonFinitePolicy.skipBatch(1))
          .listener(MetricLines.into(file))
          .epochs(epochs(1), learningRate(0.01))
          .build()
          .fit();
    }
    assertThat(Files.readString(file))
        .contains(
            "{\"event\":\"setback\",\"phase\":\"training\",\"epoch\":1,\"batch\":2,"
                + "\"action\":\"skips the batch\",\"count\":1,\"reason\":\"the loss is NaN in");
  }

  @Test
  void policiesAreCheckedAndNamed() {
    assertThatThrownBy(() -> NonFinitePolicy.skipBatch(0))
        .hasMessage(
            "how often a run skips the batch in a phase: expected a whole number of at least 1,"
                + " received 0; call stop(), or pass a positive number");
    assertThatThrownBy(() -> new NonFinitePolicy(NonFinitePolicy.Action.STOP, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(NonFinitePolicy.stop()).hasToString("stops");
    assertThat(NonFinitePolicy.stepBack(3)).hasToString("steps back, at most 3 in a phase");
    assertThatThrownBy(
            () ->
                Trainer.builder()
                    .whenNotFinite(NonFinitePolicy.stop())
                    .whenNotFinite(NonFinitePolicy.stop()))
        .hasMessageContaining("whenNotFinite: expected to be given once");
  }

  @Test
  void memoryIsGivenBack() {
    try (Network network = normalizedLast()) {
      run(network, 1, learningRate(0.02));
      long held = network.kernels().memory().bytesHeld();
      run(network, 1, learningRate(0.02));
      assertThat(network.kernels().memory().bytesHeld()).isEqualTo(held);
    }
  }
}
