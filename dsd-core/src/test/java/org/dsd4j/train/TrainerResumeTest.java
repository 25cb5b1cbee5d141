package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Adam;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of one phase that is cut anywhere ends with the bits of the one that was not. */
class TrainerResumeTest {
  private static final LearningRate CALM = learningRate(0.01).cosine();

  /** Steps back in its last epoch. */
  private static final LearningRate WILD = learningRate(0.02).timesAfter(64, 2);

  @TempDir Path folder;

  private static Network network(long seed) {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(12))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("drop", new Dropout(0.2))
        .add("fc2", new Dense(4))
        .build(Seed.of(seed));
  }

  private static Trainer.Builder trainer(Network network, LearningRate rate) {
    return trainer(network, rate, new Adam());
  }

  private static Trainer.Builder trainer(Network network, LearningRate rate, Adam optimizer) {
    return on(network, rate, optimizer, new Blobs(70, 4, 1), new Blobs(40, 4, 2));
  }

  private static Trainer.Builder on(
      Network network, LearningRate rate, Adam optimizer, Blobs training, Blobs validation) {
    return Trainer.builder()
        .network(network)
        .loss(FragileLoss.beyond(14))
        .optimizer(optimizer)
        .training(training, batchSize(16))
        .validation(validation)
        .metric(new Accuracy())
        .whenNotFinite(NonFinitePolicy.stepBack(12))
        .seed(5)
        .epochs(epochs(3).earlyStopping(2).restoringBest(), rate);
  }

  /** All that came out of a run but times. */
  private static String outcome(Network network, TrainingResult result) {
    StringBuilder text = new StringBuilder();
    PhaseRecord record = result.record();
    for (EpochRecord epoch : record.epochs()) {
      text.append(epoch.epoch()).append(' ').append(epoch.trainingLoss());
      text.append(epoch.validationLoss()).append(epoch.metrics()).append(epoch.learningRate());
      text.append('\n');
    }
    text.append(record.last()).append(record.stoppedEarly()).append(record.setbacks());
    text.append(record.best().epoch()).append(record.best().weights().sha256());
    try (WeightSnapshot weights = network.snapshot()) {
      return text.append(weights.sha256()).toString();
    }
  }

  private static String uncut(LearningRate rate) {
    try (Network network = network(3)) {
      return outcome(network, trainer(network, rate).build().fit());
    }
  }

  /** Trains {@code steps} steps more, by a new network of other weights but at the start. */
  private String resume(LearningRate rate, long steps, long seed) {
    try (Network network = network(seed)) {
      return outcome(
          network,
          trainer(network, rate)
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(steps))
              .build()
              .resume(folder));
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "false, 7", "true, 1", "true, 3"})
  void cutAgainAndAgainItEndsWithTheSameBits(boolean wild, long steps) {
    LearningRate rate = wild ? WILD : CALM;
    String expected = uncut(rate);
    assertThat(expected.contains(" 0 steps back")).as(expected).isEqualTo(!wild);
    String outcome = "";
    int cuts = 0;
    while (outcome.isEmpty()) {
      try {
        outcome = resume(rate, steps, cuts == 0 ? 3 : 99);
      } catch (TrainingStoppedException e) {
        cuts++;
      }
    }
    assertThat(outcome).isEqualTo(expected);
    assertThat(cuts * steps).isGreaterThan(10);
  }

  /** A run may be taken to a machine of another language. */
  @ParameterizedTest
  @CsvSource({"en-US, ar-EG", "ar-EG, en-US", "tr-TR, de-DE"})
  void goesOnUnderAnotherDefaultLocale(String before, String after) {
    String expected = uncut(CALM);
    Locale own = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(before));
      assertThatThrownBy(() -> resume(CALM, 7, 3)).isInstanceOf(TrainingStoppedException.class);
      Locale.setDefault(Locale.forLanguageTag(after));
      assertThat(resume(CALM, 1_000, 99)).isEqualTo(expected);
    } finally {
      Locale.setDefault(own);
    }
  }

  @Test
  void theSameDataMayHaveAnotherNameAndOthersMayNotHaveTheSame() {
    String expected = uncut(CALM);
    assertThatThrownBy(() -> resume(CALM, 7, 3)).isInstanceOf(TrainingStoppedException.class);
    try (Network network = network(99)) {
      Blobs training = new Blobs(70, 4, 1, "renamed");
      Blobs validation = new Blobs(40, 4, 2, "renamed: too");
      Trainer renamed = on(network, CALM, new Adam(), training, validation).build();
      assertThat(outcome(network, renamed.resume(folder))).isEqualTo(expected);
    }
    try (Network network = network(99)) {
      Blobs training = new Blobs(70, 4, 3);
      Trainer other = on(network, CALM, new Adam(), training, new Blobs(40, 4, 2)).build();
      assertThatThrownBy(() -> other.resume(folder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("training: blobs (70) was blobs-70-4-1 and is blobs-70-4-3");
    }
  }

  @Test
  void aRunThatIsOverGivesItsResultAgain() {
    String expected = uncut(CALM);
    assertThat(resume(CALM, 1_000, 3)).isEqualTo(expected);
    assertThat(resume(CALM, 1, 99)).isEqualTo(expected);
  }

  @Test
  void checkpointsAreCountedAndChangeNothing() {
    try (Network network = network(3)) {
      TrainingResult result =
          trainer(network, CALM).checkpoints(Checkpoints.in(folder).everyEpochs(1)).build().fit();
      assertThat(outcome(network, result)).isEqualTo(uncut(CALM));
      // Where one is still being written, the next is left out.
      assertThat(result.checkpoints().written()).isBetween(1L, 5L);
      assertThat(result.checkpoints().failed()).isZero();
    }
  }

  @Test
  void otherSettingsAreRefusedAndNamed() {
    assertThatThrownBy(() -> resume(CALM, 2, 3)).isInstanceOf(TrainingStoppedException.class);
    assertThatThrownBy(() -> resume(WILD, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training was at most 3 epochs, ")
        .hasMessageContaining("learning rate 0.01, cosine and is")
        .hasMessageContaining("fitFromWeights");
  }

  @Test
  void otherMasksAndOptimizerSettingsAreRefusedAndNamed() {
    assertThatThrownBy(() -> resume(CALM, 2, 3)).isInstanceOf(TrainingStoppedException.class);
    try (Network network = network(3)) {
      Parameter weight = network.parameter("fc1.weight");
      weight.setMask(Mask.of(weight.value().shape(), new BitSet()));
      Trainer masked = trainer(network, CALM).build();
      assertThatThrownBy(() -> masked.resume(folder))
          .hasMessageContaining("masks was none and is 1, CRC-32C");
    }
    try (Network network = network(3)) {
      Parameter weight = network.parameter("fc1.weight");
      Mask half = Mask.of(weight.value().shape(), BitSet.valueOf(new long[] {-1}));
      TrainingListener masking =
          new TrainingListener() {
            @Override
            public void stepFinished(Step step) {
              weight.setMask(half);
            }
          };
      Path second = folder.resolve("masked later");
      Trainer.Builder setting = trainer(network, CALM).listener(masking);
      Trainer later = setting.checkpoints(second).budget(Budget.unlimited().steps(2)).build();
      assertThatThrownBy(later::fit).isInstanceOf(TrainingStoppedException.class);
      weight.dropMask();
      assertThatThrownBy(() -> trainer(network, CALM).build().resume(second))
          .hasMessageContaining("masks was 1, CRC-32C");
    }
    try (Network network = network(3)) {
      Trainer other = trainer(network, CALM, new Adam().epsilon(1e-3)).build();
      assertThatThrownBy(() -> other.resume(folder))
          .hasMessageContaining("epsilon 1e-8")
          .hasMessageContaining("epsilon 0.001");
    }
  }

  @Test
  void aNewRunDoesNotTouchTheCheckpointsOfAnother() {
    assertThatThrownBy(() -> resume(CALM, 2, 3)).isInstanceOf(TrainingStoppedException.class);
    try (Network network = network(3)) {
      Trainer again = trainer(network, CALM).checkpoints(folder).build();
      assertThatThrownBy(again::fit)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("call resume to continue that run");
    }
  }

  @Test
  void aNewRunStartsFromOldWeights() {
    assertThatThrownBy(() -> resume(CALM, 7, 3)).isInstanceOf(TrainingStoppedException.class);
    try (Network network = network(99);
        Network old = network(3)) {
      assertThatThrownBy(() -> trainer(old, CALM).budget(Budget.unlimited().steps(7)).build().fit())
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageContaining("nothing was saved");
      // The rate is next to nothing, the statistics still move.
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(new Adam())
          .training(new Blobs(32, 4, 1), batchSize(16))
          .epochs(epochs(1), learningRate(1e-30))
          .build()
          .fitFromWeights(folder);
      assertThat(network.parameter("fc2.weight").value().toFloats())
          .isEqualTo(old.parameter("fc2.weight").value().toFloats());
    }
  }

  @Test
  void aFolderWithoutCheckpointsHasNoWeights() {
    try (Network network = network(3)) {
      Trainer trainer = trainer(network, CALM).build();
      assertThatThrownBy(() -> trainer.fitFromWeights(folder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a checkpoint in it, received none");
    }
  }

  @Test
  void anotherNetworksCheckpointIsRefused() {
    assertThatThrownBy(() -> resume(CALM, 2, 3)).isInstanceOf(TrainingStoppedException.class);
    try (Network other = Network.builder(Shape.of(6)).add("fc1", new Dense(4)).build(Seed.of(1))) {
      Trainer trainer = trainer(other, CALM).build();
      assertThatThrownBy(() -> trainer.fitFromWeights(folder))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("tensor fc1.weight: expected F32 [4, 6], received F32 [12, 6]");
    }
  }

  @Test
  void stopsWhenAskedAndSaysHowToGoOn() {
    try (Network network = network(3)) {
      Trainer[] trainer = new Trainer[1];
      trainer[0] =
          trainer(network, CALM)
              .checkpoints(folder)
              .listener(
                  new TrainingListener() {
                    @Override
                    public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
                      trainer[0].stop();
                    }
                  })
              .build();
      assertThatThrownBy(() -> trainer[0].fit())
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageStartingWith("stopped in phase 'training', epoch 2, after batch 0, as it was")
          .hasMessageContaining("checkpoint-000001.json")
          .hasMessageContaining("call resume(" + folder + ") to continue");
    }
    assertThat(resume(CALM, 1_000, 99)).isEqualTo(uncut(CALM));
  }
}
