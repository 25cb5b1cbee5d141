package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.WeightTimesGradient;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pruning by a score that reads gradients, which a run has to compute. */
class GradientPruningTest {
  private static final int SAMPLES = 64;

  @TempDir Path folder;

  private static Pruning byGradient() {
    return Pruning.layerwise(new WeightTimesGradient());
  }

  private static DsdTrainer.Builder trainer(Network network, Loss loss) {
    return trainer(network, loss, 16);
  }

  private static DsdTrainer.Builder trainer(Network network, Loss loss, int batch) {
    return DsdTrainer.builder()
        .network(network)
        .loss(loss)
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(SAMPLES, 4, 1), batchSize(batch))
        .schedule(DsdSchedule.builder().sparse(0.5, epochs(1), learningRate(0.01)).build())
        .pruning(byGradient())
        .seed(11);
  }

  /** All arrays of a network as a sparse phase starts from them, and the gradient of fc1. */
  private static Map<String, float[]> atStartOfSparsePhase(Network network, int batch) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public void phaseStarted(PhaseSettings plan, long stepsPerEpoch) {
            network.parameters().forEach(p -> arrays.put(p.name(), p.value().toFloats()));
            network.statistics().forEach(p -> arrays.put(p.name(), p.value().toFloats()));
            arrays.put("gradient", network.parameter("fc1.weight").gradient().toFloats());
          }
        };
    trainer(network, new SoftmaxCrossEntropy(), batch).listener(looking).build().fit().close();
    return arrays;
  }

  /** The gradient of the mean over all samples as one batch, of a network like the other one. */
  private static float[] gradientOfOneBatch() {
    Dataset data = new Blobs(SAMPLES, 4, 1);
    float[] features = new float[SAMPLES * 6];
    float[] labels = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      System.arraycopy(data.sample(i).features().array(), 0, features, i * 6, 6);
      labels[i] = data.target(i).array()[0];
    }
    try (Network network = SmallNets.dense(4, 3)) {
      Kernels kernels = network.kernels();
      NetworkPass pass = network.begin(Mode.TRAINING, SAMPLES);
      pass.setInput(0, Shape.of(SAMPLES, 6), features);
      pass.forward(Seed.of(1));
      Tensor target = kernels.memory().allocate(network.elementType(), Shape.of(SAMPLES));
      target.set(labels);
      String output = network.outputShapes().keySet().iterator().next();
      new SoftmaxCrossEntropy()
          .evaluate(kernels, pass.output(), target, pass.outputGradient(output), 1);
      pass.backward();
      kernels.memory().release(target);
      return network.parameter("fc1.weight").gradient().toFloats();
    }
  }

  /** Also where the last batch is smaller, which then counts less. */
  @ParameterizedTest
  @ValueSource(ints = {16, 24, 60})
  void masksFollowTheMeanGradientOverTheSamples(int batch) {
    try (Network network = SmallNets.dense(4, 3)) {
      float[] weights = network.parameter("fc1.weight").value().toFloats();
      float[] gradient = atStartOfSparsePhase(network, batch).get("gradient");
      float[] expected = gradientOfOneBatch();
      Mask mask = network.parameter("fc1.weight").mask().orElseThrow();
      assertThat(mask.keptCount()).isEqualTo(48);
      double lowestKept = Double.MAX_VALUE;
      double highestPruned = 0;
      for (int i = 0; i < weights.length; i++) {
        assertThat(gradient[i]).as("gradient %d", i).isCloseTo(expected[i], within(1e-6f));
        double score = Math.abs((double) weights[i] * gradient[i]);
        lowestKept = mask.keeps(i) ? Math.min(lowestKept, score) : lowestKept;
        highestPruned = mask.keeps(i) ? highestPruned : Math.max(highestPruned, score);
      }
      assertThat(highestPruned).isPositive().isLessThanOrEqualTo(lowestKept);
    }
  }

  @Test
  void nothingElseChanges() {
    try (Network network = Cuttable.network(3);
        Network untouched = Cuttable.network(3)) {
      Map<String, float[]> arrays = atStartOfSparsePhase(network, 16);
      for (Parameter statistic : untouched.statistics()) {
        assertThat(arrays.get(statistic.name())).isEqualTo(statistic.value().toFloats());
      }
      assertThat(untouched.statistics()).isNotEmpty();
      for (Parameter parameter : untouched.parameters()) {
        float[] before = parameter.value().toFloats();
        float[] after = arrays.get(parameter.name());
        for (int i = 0; i < before.length; i++) {
          assertThat(after[i] == before[i] || after[i] == 0).as("%s %d", parameter, i).isTrue();
        }
      }
    }
  }

  private static DsdTrainer.Builder cuttable(Network network) {
    return Cuttable.trainer(network, Sgd.momentum(0.9)).pruning(byGradient());
  }

  private static String uncut() {
    try (Network network = Cuttable.network(3);
        DsdResult result = cuttable(network).build().fit()) {
      return Cuttable.outcome(result);
    }
  }

  /** Goes on, by a network of other weights, until the run is over. */
  private String resume(long steps) {
    while (true) {
      try (Network network = Cuttable.network(99);
          DsdResult result =
              cuttable(network)
                  .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
                  .budget(Budget.unlimited().steps(steps))
                  .build()
                  .resume(folder)) {
        return Cuttable.outcome(result);
      } catch (TrainingStoppedException e) {
        assertThat(e).hasMessageContaining("the checkpoint is");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4})
  void cutAgainAndAgainARunEndsWithTheSameBits(long steps) {
    String expected = uncut();
    try (Network network = Cuttable.network(3);
        DsdResult magnitude = Cuttable.trainer(network, Sgd.momentum(0.9)).build().fit()) {
      assertThat(Cuttable.outcome(magnitude)).isNotEqualTo(expected);
    }
    try (Network network = Cuttable.network(3)) {
      DsdTrainer first =
          cuttable(network)
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(steps))
              .build();
      assertThatThrownBy(first::fit).isInstanceOf(TrainingStoppedException.class);
    }
    assertThat(resume(steps)).isEqualTo(expected);
  }

  @Test
  void anInterruptBeforeTheGradientsEndsTheRunBehindTheFirstSparseStep() {
    try (Network network = Cuttable.network(3)) {
      TrainingListener interrupting =
          new TrainingListener() {
            @Override
            public void phaseFinished(PhaseSettings plan, PhaseRecord record) {
              Thread.currentThread().interrupt();
            }
          };
      DsdTrainer trainer = cuttable(network).checkpoints(folder).listener(interrupting).build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageContaining("phase 'sparse', epoch 1")
          .hasMessageContaining("the checkpoint is");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(resume(1_000)).isEqualTo(uncut());
  }

  @Test
  void lossesThatAreNotFiniteEndTheRunOrAreLeftOut() {
    try (Network network = SmallNets.dense(4, 3)) {
      DsdTrainer stopping = trainer(network, FragileLoss.beyond(1e-6f)).build();
      assertThatThrownBy(stopping::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("phase 'sparse', epoch 1, batch");
      assertThat(network.parameter("fc1.weight").mask()).isEmpty();
    }
    try (Network network = SmallNets.dense(4, 3)) {
      DsdTrainer without =
          trainer(network, FragileLoss.beyond(1e-6f))
              .whenNotFinite(NonFinitePolicy.skipBatch(9))
              .build();
      assertThatThrownBy(without::fit)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("every batch of phase 'sparse', epoch 1 was skipped");
    }
    try (Network network = Cuttable.network(3);
        DsdResult result =
            Cuttable.trainer(
                    network, Sgd.momentum(0.9), new SoftmaxCrossEntropy(), Cuttable.noise(0.01))
                .schedule(Cuttable.schedule(1))
                .pruning(byGradient())
                .whenNotFinite(NonFinitePolicy.skipBatch(10))
                .build()
                .fit()) {
      assertThat(result.phase(PhaseKind.SPARSE).sparsity().sparsity()).isPositive();
    }
  }

  @Test
  void isInTheProvenance() {
    try (Network network = SmallNets.dense(4, 3);
        DsdResult result = trainer(network, new SoftmaxCrossEntropy()).build().fit()) {
      assertThat(result.provenance().settings())
          .containsEntry("pruning", "|weight × gradient|, layer by layer");
      assertThat(result.phases()).extracting(p -> p.record().epochs()).hasSize(1);
      assertThat(List.of(network.parameter("fc1.weight").mask().orElseThrow().sparsity()))
          .containsExactly(0.5);
    }
  }
}
