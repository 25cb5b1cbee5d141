package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.Setbacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of several phases with steps that are not finite, cut and not cut. */
class SetbackTest {
  @TempDir Path folder;

  /** How a run meets steps that are not finite. */
  private enum Trouble {
    /** Some batches have a sample that is too large. */
    SKIPPED(NonFinitePolicy.skipBatch(10)) {
      @Override
      DsdTrainer.Builder trainer(Network network) {
        return Cuttable.trainer(
                network, Sgd.momentum(0.9), new SoftmaxCrossEntropy(), Cuttable.noise(0.01))
            .schedule(Cuttable.schedule(1));
      }
    },
    /** Rates that are too high for what the loss bears. */
    STEPPED_BACK(NonFinitePolicy.stepBack(10)) {
      @Override
      DsdTrainer.Builder trainer(Network network) {
        return Cuttable.trainer(
                network, Sgd.momentum(0.9), FragileLoss.beyond(28), Cuttable.noise(0))
            .schedule(Cuttable.schedule(45));
      }
    };

    private final NonFinitePolicy policy;

    Trouble(NonFinitePolicy policy) {
      this.policy = policy;
    }

    abstract DsdTrainer.Builder trainer(Network network);
  }

  private static List<Setbacks> setbacks(DsdResult result) {
    return Stream.concat(result.phases().stream(), result.control().stream())
        .map(phase -> phase.record().setbacks())
        .toList();
  }

  private static String uncut(Trouble trouble) {
    try (Network network = Cuttable.network(3);
        DsdResult result = trouble.trainer(network).whenNotFinite(trouble.policy).build().fit()) {
      int most = setbacks(result).stream().mapToInt(s -> s.skippedBatches() + s.stepsBack()).sum();
      assertThat(most).as("%s", setbacks(result)).isGreaterThan(1);
      assertThat(setbacks(result)).as("a phase without").contains(Setbacks.none());
      return Cuttable.outcome(result);
    }
  }

  private String resume(Trouble trouble, NonFinitePolicy policy, long steps) {
    try (Network network = Cuttable.network(99);
        DsdResult result =
            trouble
                .trainer(network)
                .whenNotFinite(policy)
                .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
                .budget(Budget.unlimited().steps(steps))
                .build()
                .resume(folder)) {
      return Cuttable.outcome(result);
    }
  }

  @ParameterizedTest
  @CsvSource({"SKIPPED, 1", "SKIPPED, 5", "STEPPED_BACK, 1", "STEPPED_BACK, 2", "STEPPED_BACK, 7"})
  void cutAgainAndAgainARunEndsWithTheSameBits(Trouble trouble, long steps) {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          trouble
              .trainer(network)
              .whenNotFinite(trouble.policy)
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(steps))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
    }
    String outcome = "";
    int cuts = 1;
    while (outcome.isEmpty()) {
      try {
        outcome = resume(trouble, trouble.policy, steps);
      } catch (TrainingStoppedException e) {
        cuts++;
      }
    }
    assertThat(outcome).isEqualTo(uncut(trouble));
    assertThat(cuts * steps).isGreaterThan(30);
  }

  @Test
  void aRunThatStoppedGoesOnWithAnotherPolicy() {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Trouble.SKIPPED
              .trainer(network)
              .checkpoints(Checkpoints.in(folder).everySteps(1))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(NonFiniteLossException.class);
    }
    assertThat(resume(Trouble.SKIPPED, Trouble.SKIPPED.policy, 1_000))
        .isEqualTo(uncut(Trouble.SKIPPED));
  }

  @Test
  void masksHoldAfterAStepBack() {
    try (Network network = Cuttable.network(3)) {
      Zeros zeros = new Zeros(network);
      Trouble.STEPPED_BACK
          .trainer(network)
          .whenNotFinite(Trouble.STEPPED_BACK.policy)
          .listener(zeros)
          .build()
          .fit()
          .close();
      assertThat(zeros.phases).contains("sparse");
    }
  }

  /** Looks at what masks hold in the steps that follow a step back. */
  private static final class Zeros implements TrainingListener {
    private final Network network;
    private final List<String> phases = new ArrayList<>();
    private boolean steppedBack;

    Zeros(Network network) {
      this.network = network;
    }

    @Override
    public void setBack(Setback setback) {
      steppedBack = true;
    }

    @Override
    public void stepFinished(Step step) {
      if (!steppedBack) {
        return;
      }
      steppedBack = false;
      phases.add(step.phase().name());
      for (Parameter parameter : network.parameters()) {
        if (step.phase().name().startsWith("sparse") && parameter.name().endsWith("weight")) {
          assertThat(parameter.mask().isPresent()).isEqualTo(!parameter.name().startsWith("norm"));
        }
        parameter.mask().ifPresent(mask -> check(parameter, mask));
      }
    }

    private static void check(Parameter parameter, Mask mask) {
      float[] weights = parameter.value().toFloats();
      for (int i = 0; i < weights.length; i++) {
        assertThat(mask.keeps(i) || weights[i] == 0).isTrue();
      }
    }
  }
}
