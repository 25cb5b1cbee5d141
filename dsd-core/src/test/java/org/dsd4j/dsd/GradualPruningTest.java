package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.LargestMagnitude;
import org.dsd4j.prune.Magnitude;
import org.dsd4j.prune.NofMPruner;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.RandomScore;
import org.dsd4j.prune.WeightTimesGradient;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.NonFinitePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sparsity that is raised within its phase. */
class GradualPruningTest {
  /** Of an epoch. */
  private static final int STEPS = 5;

  /** The masks of fc1 after each step of the sparse phase; the weights that they prune are zero. */
  private static final class Watcher implements TrainingListener {
    private final Parameter fc1;
    private final List<Mask> masks = new ArrayList<>();
    private boolean inControl;

    Watcher(Network network) {
      this.fc1 = network.parameter("fc1.weight");
    }

    @Override
    public void stepFinished(Step step) {
      Optional<Mask> mask = fc1.mask();
      if (step.phase().name().startsWith("control")) {
        inControl |= mask.isPresent();
      }
      if (step.phase().name().equals("sparse")) {
        float[] weights = fc1.value().toFloats();
        masks.add(mask.orElseThrow());
        for (int i = 0; i < weights.length; i++) {
          assertThat(mask.get().keeps(i) || weights[i] == 0).as("weight %d", i).isTrue();
        }
      }
    }
  }

  private static DsdSchedule schedule(Ramp ramp) {
    return DsdSchedule.builder()
        .dense(epochs(1), learningRate(0.05))
        .ramp(ramp)
        .sparse(0.75, epochs(4), 0.4)
        .reDense(epochs(1), 0.2)
        .build();
  }

  private static DsdTrainer.Builder trainer(Network network, Pruning pruning, Ramp ramp) {
    return trainer(network, new SoftmaxCrossEntropy(), pruning, ramp);
  }

  private static DsdTrainer.Builder trainer(
      Network network, Loss loss, Pruning pruning, Ramp ramp) {
    return DsdTrainer.builder()
        .network(network)
        .loss(loss)
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(150, 4, 1), batchSize(32))
        .validation(new Blobs(60, 4, 2))
        .metric(new Accuracy())
        .withControl()
        .schedule(schedule(ramp))
        .pruning(pruning)
        .seed(11);
  }

  static List<Pruning> pruners() {
    return List.of(
        Pruning.layerwise(),
        Pruning.layerwise(new LargestMagnitude()),
        Pruning.layerwise(new RandomScore(Seed.of(1))),
        Pruning.layerwise(new WeightTimesGradient()),
        Pruning.globally(new Magnitude(), 0.1));
  }

  @ParameterizedTest
  @MethodSource("pruners")
  void risesToThePhasesSparsityAndNeverFalls(Pruning pruning) {
    try (Network network = SmallNets.dense(4, 3)) {
      Watcher watcher = new Watcher(network);
      try (DsdResult result =
          trainer(network, pruning, Ramp.cubic(3)).listener(watcher).build().fit()) {
        assertThat(watcher.masks).hasSize(4 * STEPS);
        for (int i = 1; i < watcher.masks.size(); i++) {
          Mask last = watcher.masks.get(i - 1);
          Mask next = watcher.masks.get(i);
          assertThat(next.and(last)).as("step %d", i).isEqualTo(next);
          boolean raised = i == STEPS || i == 2 * STEPS;
          assertThat(next.equals(last)).as("step %d", i).isNotEqualTo(raised);
        }
        double reached = result.phase(PhaseKind.SPARSE).sparsity().masked().sparsity();
        assertThat(reached).isEqualTo(0.75);
        assertThat(watcher.inControl).isFalse();
        assertThat(result.provenance().settings().get("phase sparse"))
            .endsWith("sparsity 0.75, raised cubically over 3 epochs, at each");
      }
    }
  }

  @Test
  void risesWithinEpochsToo() {
    try (Network network = SmallNets.dense(4, 3)) {
      Watcher watcher = new Watcher(network);
      trainer(network, Pruning.layerwise(), Ramp.linear(2).everySteps(3))
          .listener(watcher)
          .build()
          .fit()
          .close();
      int size = watcher.fc1.mask().map(Mask::size).orElse((int) watcher.fc1.shape().elements());
      // Raises at steps 0, 3, 6 and 9 of the ramp's ten; of step n it is seen after that step.
      for (int step = 0; step < 4 * STEPS; step++) {
        double share = Math.min(1, (step / 3 + 1) / 4.0);
        assertThat(watcher.masks.get(step).keptCount())
            .as("step %d", step)
            .isEqualTo(size - (int) Math.rint(size * 0.75 * share));
      }
    }
  }

  /** The step back leads to where fewer weights were pruned, which stay pruned all the same. */
  @Test
  void keepsPrunedWhatIsPrunedWhenTheRunStepsBack() {
    try (Network network = SmallNets.dense(4, 3)) {
      Watcher watcher = new Watcher(network);
      try (DsdResult result =
          trainer(
                  network,
                  FragileLoss.onceAfter(STEPS + 8),
                  Pruning.layerwise(),
                  Ramp.linear(2).everySteps(3))
              .whenNotFinite(NonFinitePolicy.stepBack(1))
              .listener(watcher)
              .build()
              .fit()) {
        assertThat(result.phase(PhaseKind.SPARSE).record().setbacks().stepsBack()).isEqualTo(1);
        assertThat(watcher.masks).hasSizeGreaterThan(4 * STEPS);
        for (int i = 1; i < watcher.masks.size(); i++) {
          Mask next = watcher.masks.get(i);
          assertThat(next.and(watcher.masks.get(i - 1))).as("step %d", i).isEqualTo(next);
        }
        assertThat(result.phase(PhaseKind.SPARSE).sparsity().masked().sparsity()).isEqualTo(0.75);
      }
    }
  }

  @Test
  void aPrunerThatPrunesAtOnceOnlyIsRefusedBeforeTraining() {
    try (Network network = SmallNets.dense(4, 3)) {
      DsdTrainer.Builder builder =
          trainer(network, Pruning.with(new NofMPruner(1, 4)).only("fc2"), Ramp.linear(2));
      assertThatThrownBy(builder::build).hasMessageContaining("gradual pruning by magnitude, 1:4");
    }
  }
}
