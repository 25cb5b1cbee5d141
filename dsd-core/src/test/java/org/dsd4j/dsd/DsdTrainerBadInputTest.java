package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What does not fit is told when the trainer is built: nothing has been trained by then. */
class DsdTrainerBadInputTest {
  private final Network network = SmallNets.dense(4, 3);
  private final String before = network.snapshot().sha256();
  private final List<String> phases = new ArrayList<>();

  @AfterEach
  void close() {
    network.close();
  }

  private DsdTrainer.Builder trainer(Dataset training) {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .training(training, batchSize(8))
        .validation(new Blobs(16, 4, 2))
        .metric(new Accuracy())
        .listener(
            new TrainingListener() {
              @Override
              public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
                phases.add(phase.name());
              }
            });
  }

  private DsdTrainer.Builder trainer() {
    return trainer(new Blobs(32, 4, 1));
  }

  private static DsdSchedule schedule(double rateOfSparsePhase) {
    return DsdSchedule.builder()
        .dense(epochs(1), learningRate(0.01))
        .sparse(0.3, epochs(2), learningRate(rateOfSparsePhase))
        .build();
  }

  private void assertNothingTrained() {
    assertThat(phases).isEmpty();
    assertThat(network.snapshot().sha256()).isEqualTo(before);
  }

  @Test
  void aNameThatMatchesNoLayerIsToldWithTheNamesThereAre() {
    DsdTrainer.Builder builder =
        trainer().schedule(schedule(0.01)).pruning(Pruning.layerwise().exclude("conv*"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "name 'conv*' in the pruning rules: expected a match among [fc1.weight, fc1.bias,"
                + " fc2.weight, fc2.bias], received none; check the spelling, or use * for any"
                + " text");
    assertNothingTrained();
  }

  @Test
  void settingsGivenTwiceAreTold() {
    assertThatThrownBy(() -> trainer().schedule(schedule(0.01)).schedule(schedule(0.02)))
        .hasMessage(
            "schedule: expected to be given once, received a second time; remove one of the calls");
    Pruning pruning = Pruning.layerwise();
    assertThatThrownBy(() -> trainer().pruning(pruning).pruning(pruning))
        .hasMessageStartingWith("pruning: expected to be given once, received a second time");
    assertThatThrownBy(() -> trainer().regrowth(Regrowth.zero()).regrowth(Regrowth.zero()))
        .hasMessageStartingWith("regrowth: expected to be given once, received a second time");
    assertThatThrownBy(() -> trainer().seed(1).seed(1))
        .hasMessageStartingWith("seed: expected to be given once, received a second time");
    assertThatThrownBy(() -> trainer().withControl().withControl())
        .hasMessageStartingWith("withControl: expected to be given once, received a second time");
  }

  @Test
  void sparsitiesThatThePrunerCannotDoAreTold() {
    Pruning mixed = Pruning.globally().sparsity("fc2", 0.7);
    DsdTrainer.Builder builder = trainer().schedule(schedule(0.01)).pruning(mixed);
    assertThatThrownBy(builder::build)
        .hasMessageContaining("the same for all parameters that are pruned together");
    assertNothingTrained();
  }

  @Test
  void labelsThatTheMetricCannotMeasureAreTold() {
    DsdTrainer.Builder builder =
        DsdTrainer.builder()
            .network(network)
            .loss(new SoftmaxCrossEntropy().ignoreLabel(4))
            .optimizer(Sgd.plain())
            .training(new Blobs(8, 5, 1), batchSize(8))
            .validation(new Blobs(8, 5, 1))
            .metric(new Accuracy())
            .schedule(schedule(0.01));
    assertThatThrownBy(builder::build)
        .hasMessageStartingWith("blobs, sample 4: label for accuracy: expected a class number");
    assertNothingTrained();
  }

  @Test
  void aMissingScheduleIsTold() {
    assertThatThrownBy(() -> trainer().build())
        .hasMessage("schedule: expected to be given, received nothing; call .schedule(...)");
  }

  @Test
  void labelsOutOfRangeAreToldWithTheirIndex() {
    DsdTrainer.Builder builder = trainer(new Blobs(32, 6, 1)).schedule(schedule(0.01));
    assertThatThrownBy(builder::build)
        .hasMessage(
            "blobs, sample 4: label: expected a class number from 0 to 3, received 4; repair the"
                + " labels or give the network more outputs");
    assertNothingTrained();
  }

  @Test
  void aLossThatIsNotFiniteNamesThePhase() {
    DsdTrainer diverging = trainer().schedule(schedule(1e30)).build();
    assertThatThrownBy(diverging::fit)
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageMatching(
            "the loss is (NaN|-?Infinity) in phase 'sparse', epoch 1, batch \\d; the first values"
                + " that are not finite are those of layer 'fc[12]' \\(Dense\\(\\d+\\)\\)\\. Lower"
                + " the learning rate \\(now 1\\.0E30\\), clip the gradients, or look for such"
                + " values in the data");
  }
}
