package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rates by name, frozen parameters and held statistics through every phase and the control. */
class DsdFineTuningTest {
  private final Network network = network();

  private static Network network() {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(16))
        .add("bn1", new BatchNorm())
        .add("relu1", Activate.relu())
        .add("fc2", new Dense(4))
        .build(Seed.of(3));
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static DsdTrainer.Builder trainer(Network network, Optimizer optimizer) {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(optimizer)
        .schedule(
            DsdSchedule.builder()
                .dense(epochs(1), learningRate(0.05))
                .sparse(0.5, epochs(2), learningRate(0.02).cosine())
                .reDense(epochs(1), learningRate(0.01))
                .build())
        .withControl()
        .training(new Blobs(60, 4, 1), batchSize(16))
        .seed(11);
  }

  /** Compares each step with w − rate · factor · gradient, and 0 where a mask says so. */
  private static final class ManualSgd implements TrainingListener {
    private final Map<Parameter, Double> factors;
    private final Map<Parameter, float[]> before = new LinkedHashMap<>();
    private final Set<String> phases = new TreeSet<>();

    ManualSgd(Map<Parameter, Double> factors) {
      this.factors = factors;
    }

    @Override
    public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
      look();
    }

    private void look() {
      factors.keySet().forEach(p -> before.put(p, p.value().toFloats()));
    }

    @Override
    public void stepFinished(Step step) {
      phases.add(step.phase().name());
      factors.forEach(
          (parameter, factor) -> {
            float[] expected = before.get(parameter);
            float[] gradient = parameter.gradient().toFloats();
            for (int i = 0; i < expected.length; i++) {
              int element = i;
              boolean kept = parameter.mask().map(mask -> mask.keeps(element)).orElse(true);
              expected[i] =
                  kept ? (float) (expected[i] - step.learningRate() * factor * gradient[i]) : 0;
            }
            assertThat(parameter.value().toFloats())
                .as("%s in %s", parameter.name(), step.phase().name())
                .containsExactly(expected, within(1e-6f));
          });
      look();
    }
  }

  @Test
  void ratesByNameHoldInEveryPhaseAndInTheControl() {
    Map<Parameter, Double> factors = new LinkedHashMap<>();
    network.parameters().forEach(p -> factors.put(p, p.layer().equals("fc2") ? 10.0 : 0.5));
    ManualSgd manual = new ManualSgd(factors);
    DsdTrainer trainer =
        trainer(network, Sgd.plain())
            .learningRateFactor("*", 0.5)
            .learningRateFactor("fc2", 10)
            .listener(manual)
            .build();
    try (DsdResult result = trainer.fit()) {
      assertThat(manual.phases)
          .containsExactly(
              "control for re-dense", "control for sparse", "dense", "re-dense", "sparse");
      assertThat(result.provenance().settings())
          .containsEntry("learning rate factors", "* × 0.5, fc2 × 10")
          .containsEntry("frozen", "none")
          .containsEntry("statistics held", "none");
    }
  }

  @Test
  void aFactorOfOneChangesNoBit() {
    try (Network other = network();
        DsdResult one = trainer(network, Sgd.momentum(0.9)).build().fit();
        DsdResult same =
            trainer(other, Sgd.momentum(0.9)).learningRateFactor("*", 1).build().fit()) {
      assertThat(same.weightsSha256()).isEqualTo(one.weightsSha256());
    }
    try (Network other = network();
        DsdResult faster =
            trainer(other, Sgd.momentum(0.9)).learningRateFactor("fc2", 2).build().fit();
        WeightSnapshot before = network.snapshot()) {
      assertThat(faster.weightsSha256()).isNotEqualTo(before.sha256());
    }
  }

  @Test
  void whatIsFrozenAndHeldStaysThroughoutAndIsNotPruned() {
    network.freeze("fc1");
    network.holdStatistics("bn1");
    try (WeightSnapshot before = network.snapshot();
        DsdResult result = trainer(network, Sgd.momentum(0.9)).build().fit()) {
      for (String name : before.names()) {
        boolean stays = name.startsWith("fc1") || name.contains("running");
        assertThat(before.array(name).equals(network.parameter(name).value().toArray()))
            .as(name)
            .isEqualTo(stays);
      }
      assertThat(result.phase(PhaseKind.SPARSE).sparsity().rows())
          .filteredOn(row -> row.masked() > 0)
          .extracting(row -> row.parameter())
          .containsExactly("fc2.weight");
      assertThat(result.provenance().settings())
          .containsEntry("frozen", "fc1.weight, fc1.bias")
          .containsEntry("statistics held", "bn1");
    }
  }

  @Test
  void provenanceNamesTheFewThatAreTrained() {
    network.freeze("*");
    network.unfreeze("fc2");
    try (DsdResult result = trainer(network, Sgd.plain()).build().fit()) {
      assertThat(result.provenance().settings())
          .containsEntry("frozen", "all but fc2.weight, fc2.bias");
    }
  }

  @Test
  void whatMakesNoSenseIsToldBeforeTraining() {
    assertThatThrownBy(() -> trainer(network, Sgd.plain()).learningRateFactor("head", 10).build())
        .hasMessageContaining("name 'head' in the learning rate factors")
        .hasMessageContaining("fc2.bias");
    assertThatThrownBy(() -> trainer(network, Sgd.plain()).learningRateFactor("fc2", 0))
        .hasMessageContaining("'fc2': expected a number above 0, received 0.0; freeze");
    assertThatThrownBy(
            () ->
                trainer(network, Sgd.plain())
                    .learningRateFactor("fc2", 2)
                    .learningRateFactor("fc2", 3))
        .hasMessageContaining("expected to be given once");
    network.freeze("*");
    assertThatThrownBy(
            () ->
                org.dsd4j.train.Trainer.builder()
                    .network(network)
                    .loss(new SoftmaxCrossEntropy())
                    .optimizer(Sgd.plain())
                    .training(new Blobs(60, 4, 1), batchSize(16))
                    .epochs(epochs(1), learningRate(0.1))
                    .build())
        .hasMessage(
            "network: expected at least one parameter to train, received frozen ones alone;"
                + " unfreeze the parameters to train");
    assertThatThrownBy(() -> trainer(network, Sgd.plain()).build())
        .hasMessageContaining("at least one parameter to prune");
  }
}
