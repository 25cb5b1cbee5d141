package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DsdTrainerTest {
  private final Network network = SmallNets.dense(4, 3);
  private final Parameter fc1 = network.parameter("fc1.weight");

  @AfterEach
  void close() {
    network.close();
  }

  private static DsdSchedule schedule() {
    return DsdSchedule.builder()
        .dense(epochs(3), learningRate(0.05))
        .sparse(0.3, epochs(2), learningRate(0.02))
        .reDense(epochs(2), learningRate(0.01))
        .build();
  }

  private DsdTrainer.Builder trainer(Network net, Optimizer optimizer) {
    return DsdTrainer.builder()
        .network(net)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(optimizer)
        .training(new Blobs(150, 4, 1), batchSize(32))
        .validation(new Blobs(60, 4, 2))
        .metric(new Accuracy())
        .seed(11);
  }

  private DsdTrainer.Builder trainer() {
    return trainer(network, Sgd.momentum(0.9).weightDecay(1e-3));
  }

  static List<Optimizer> optimizers() {
    return List.of(Sgd.momentum(0.9).weightDecay(0.01), new Adam().weightDecay(0.01));
  }

  /** Looks at the weights of fc1 after every step and at the start of every phase. */
  private abstract class Watcher implements TrainingListener {
    String phase = "";

    @Override
    public void phaseStarted(PhaseSettings plan, long stepsPerEpoch) {
      phase = plan.name();
      look(fc1.value().toFloats());
    }

    @Override
    public void stepFinished(Step step) {
      look(fc1.value().toFloats());
    }

    abstract void look(float[] weights);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void heldWeightsAreExactlyZeroAfterEveryStepOfTheSparsePhase(Optimizer optimizer) {
    List<Mask> seen = new ArrayList<>();
    Watcher watcher =
        new Watcher() {
          @Override
          void look(float[] weights) {
            assertThat(fc1.mask().isPresent()).as(phase).isEqualTo(phase.equals("sparse"));
            fc1.mask()
                .ifPresent(
                    mask -> {
                      seen.add(mask);
                      for (int i = 0; i < weights.length; i++) {
                        if (!mask.keeps(i)) {
                          assertThat(weights[i]).as("weight %d", i).isZero();
                        }
                      }
                    });
          }
        };
    trainer(network, optimizer).schedule(schedule()).listener(watcher).build().fit().close();
    // 5 steps an epoch, 2 epochs, and the phase's start.
    assertThat(seen).hasSize(11).containsOnly(seen.get(0));
    assertThat(seen.get(0).keptCount()).isEqualTo(96 - 29);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void rebornWeightsStartFromZeroWithoutMomentum(Optimizer optimizer) {
    Map<String, float[]> starts = new LinkedHashMap<>();
    List<Mask> masks = new ArrayList<>();
    Map<String, List<Double>> firstMoves = new LinkedHashMap<>();
    Watcher watcher =
        new Watcher() {
          @Override
          void look(float[] weights) {
            starts.putIfAbsent(phase, weights);
            fc1.mask().filter(mask -> masks.isEmpty()).ifPresent(masks::add);
          }

          @Override
          public void stepFinished(Step step) {
            super.stepFinished(step);
            if (phase.equals("re-dense") && !firstMoves.containsKey(phase)) {
              float[] gradient = fc1.gradient().toFloats();
              float[] weights = fc1.value().toFloats();
              List<Double> ratios = new ArrayList<>();
              for (int i = 0; i < weights.length; i++) {
                if (!masks.get(0).keeps(i) && gradient[i] != 0) {
                  ratios.add((double) -weights[i] / gradient[i]);
                }
              }
              firstMoves.put(phase, ratios);
            }
          }
        };
    trainer(network, optimizer).schedule(schedule()).listener(watcher).build().fit().close();
    float[] start = starts.get("re-dense");
    for (int i = 0; i < start.length; i++) {
      assertThat(start[i] == 0).as("weight %d", i).isEqualTo(!masks.get(0).keeps(i));
    }
    assertThat(firstMoves.get("re-dense")).isNotEmpty();
    if (optimizer instanceof Sgd) {
      // Without momentum and from zero, the first step is exactly rate times gradient.
      assertThat(firstMoves.get("re-dense"))
          .allSatisfy(
              r -> assertThat(r).isCloseTo(0.01, org.assertj.core.data.Offset.offset(1e-6)));
    }
  }

  @Test
  void masksKeepTheLargestWeightsOfTheDenseNetwork() {
    List<float[]> dense = new ArrayList<>();
    List<Mask> masks = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
            if (phase.name().equals("dense") && epoch.epoch() == 3) {
              dense.add(fc1.value().toFloats());
            }
            fc1.mask().ifPresent(masks::add);
          }
        };
    trainer().schedule(schedule()).listener(listener).build().fit().close();
    float smallestKept = Float.MAX_VALUE;
    float largestPruned = 0;
    for (int i = 0; i < dense.get(0).length; i++) {
      float magnitude = Math.abs(dense.get(0)[i]);
      if (masks.get(0).keeps(i)) {
        smallestKept = Math.min(smallestKept, magnitude);
      } else {
        largestPruned = Math.max(largestPruned, magnitude);
      }
    }
    assertThat(largestPruned).isLessThanOrEqualTo(smallestKept);
  }

  @Test
  void theSameSeedGivesTheSameBitsWhateverTheNumberOfWorkers() {
    String first;
    try (DsdResult result = trainer().schedule(schedule()).withControl().build().fit()) {
      first = result.weightsSha256();
      assertThat(network.snapshot().sha256()).isEqualTo(first);
    }
    try (Network again = SmallNets.dense(4, 3);
        DsdResult result =
            trainer(again, Sgd.momentum(0.9).weightDecay(1e-3))
                .workers(3)
                .schedule(schedule())
                .build()
                .fit()) {
      // Without control this time: it must not touch what DSD computes either.
      assertThat(result.weightsSha256()).isEqualTo(first);
    }
    try (Network other = SmallNets.dense(4, 4);
        DsdResult result =
            trainer(other, Sgd.momentum(0.9).weightDecay(1e-3))
                .schedule(schedule())
                .build()
                .fit()) {
      assertThat(result.weightsSha256()).isNotEqualTo(first);
    }
  }

  @Test
  void everyPhaseHasItsOwnBest() {
    try (DsdResult result = trainer().schedule(schedule()).build().fit()) {
      for (PhaseKind kind : List.of(PhaseKind.DENSE, PhaseKind.SPARSE, PhaseKind.RE_DENSE)) {
        PhaseResult phase = result.phase(kind);
        double best =
            phase.record().epochs().stream()
                .mapToDouble(e -> e.metrics().get("accuracy"))
                .max()
                .orElseThrow();
        assertThat(phase.best().value()).isEqualTo(best).isGreaterThan(0.5);
        network.restore(phase.best().weights());
        double zeros =
            SparsityReport.of(network).rows().stream()
                .filter(r -> r.parameter().equals("fc1.weight"))
                .mapToInt(SparsityReport.Row::zeros)
                .sum();
        assertThat(zeros).isEqualTo(kind == PhaseKind.SPARSE ? 29 : 0);
      }
    }
  }

  @Test
  void roundsRepeatWithASparsityEach() {
    DsdSchedule twice =
        DsdSchedule.builder()
            .dense(epochs(1), learningRate(0.05))
            .sparse(0.5, epochs(1), learningRate(0.02))
            .reDense(epochs(1), learningRate(0.01))
            .sparse(0.25, epochs(1), learningRate(0.01))
            .reDense(epochs(1), learningRate(0.005))
            .build();
    try (DsdResult result =
        trainer().schedule(twice).pruning(Pruning.layerwise().exclude("fc2")).build().fit()) {
      assertThat(masked(result.phase(PhaseKind.SPARSE, 1))).isEqualTo(48);
      assertThat(masked(result.phase(PhaseKind.SPARSE, 2))).isEqualTo(24);
      assertThat(masked(result.phase(PhaseKind.RE_DENSE))).isZero();
      assertThat(result.histograms())
          .extracting(h -> h.parameter() + " " + h.round() + " " + h.moment())
          .containsExactly(
              "fc1.weight 1 after dense",
              "fc1.weight 1 pruned",
              "fc1.weight 1 after sparse",
              "fc1.weight 1 re-dense, start",
              "fc1.weight 1 after re-dense",
              "fc1.weight 2 after dense",
              "fc1.weight 2 pruned",
              "fc1.weight 2 after sparse",
              "fc1.weight 2 re-dense, start",
              "fc1.weight 2 after re-dense");
      assertThat(result.histograms())
          .extracting(WeightHistogram::zeros)
          .containsExactly(0, 48, 48, 48, 0, 0, 24, 24, 24, 0);
      assertThat(result.histograms())
          .allSatisfy(
              h ->
                  assertThat(h.counts().stream().mapToInt(Integer::intValue).sum() + h.zeros())
                      .isEqualTo(96));
      assertThat(result.regrown()).hasSize(2);
      assertThat(result.regrown().get(0).count()).isEqualTo(48);
      assertThat(result.regrown().get(0).meanMagnitude())
          .isPositive()
          .isLessThan(result.regrown().get(0).meanMagnitudeOfKept());
    }
  }

  private static int masked(PhaseResult phase) {
    return phase.sparsity().rows().stream().mapToInt(SparsityReport.Row::masked).sum();
  }

  @Test
  void regrowthMayBeRandom() {
    List<float[]> starts = new ArrayList<>();
    Watcher watcher =
        new Watcher() {
          @Override
          void look(float[] weights) {
            if (phase.equals("re-dense")) {
              starts.add(weights);
            }
          }
        };
    trainer()
        .schedule(schedule())
        .regrowth(Regrowth.normal(0.01))
        .listener(watcher)
        .build()
        .fit()
        .close();
    assertThat(starts.get(0)).doesNotContain(0f);
  }

  @Test
  void regrowthDrawsOtherNumbersInEachRound() {
    Map<String, float[]> starts = new LinkedHashMap<>();
    TrainingListener watcher =
        new TrainingListener() {
          @Override
          public void phaseStarted(PhaseSettings plan, long stepsPerEpoch) {
            starts.put(plan.name(), fc1.value().toFloats());
          }
        };
    // The rates are next to nothing, so what is drawn is pruned again in the next round.
    LearningRate still = learningRate(1e-30);
    DsdSchedule twice =
        DsdSchedule.builder()
            .sparse(0.5, epochs(1), still)
            .reDense(epochs(1), still)
            .sparse(0.5, epochs(1), still)
            .reDense(epochs(1), still)
            .build();
    trainer()
        .schedule(twice)
        .regrowth(Regrowth.normal(1e-6))
        .listener(watcher)
        .build()
        .fit()
        .close();
    float[] pruned = starts.get("sparse 2");
    int drawn = 0;
    for (int i = 0; i < pruned.length; i++) {
      if (pruned[i] == 0) {
        drawn++;
        assertThat(starts.get("re-dense")[i]).isNotEqualTo(starts.get("re-dense 2")[i]);
      }
    }
    assertThat(drawn).isEqualTo(48);
  }

  @Test
  void masksOfALastSparsePhaseStay() {
    DsdSchedule sparseOnly =
        DsdSchedule.builder().sparse(0.5, epochs(1), learningRate(0.02)).build();
    try (DsdResult result = trainer().schedule(sparseOnly).withControl().build().fit()) {
      assertThat(fc1.mask()).isPresent();
      assertThat(fc1.mask().orElseThrow().sparsity()).isEqualTo(0.5);
      assertThat(SparsityReport.of(network).rows()).noneMatch(SparsityReport.Row::isBroken);
      assertThat(result.control()).hasSize(1);
    }
  }

  @Test
  void masksThatTheNetworkCameWithAreDroppedFirst() {
    BitSet first = new BitSet();
    first.set(0);
    fc1.setMask(Mask.of(fc1.value().shape(), first));
    List<Boolean> masked = new ArrayList<>();
    Watcher watcher =
        new Watcher() {
          @Override
          void look(float[] weights) {
            masked.add(fc1.mask().isPresent());
          }
        };
    DsdSchedule denseOnly = DsdSchedule.builder().dense(epochs(1), learningRate(0.05)).build();
    trainer().schedule(denseOnly).listener(watcher).build().fit().close();
    assertThat(masked).isNotEmpty().containsOnly(false);
    assertThat(fc1.value().toFloats()).doesNotContain(0f);
  }

  @Test
  void provenanceTellsWhatItTakesToRunAgain() {
    try (DsdResult result = trainer().schedule(schedule()).build().fit()) {
      assertThat(result.provenance().seed()).isEqualTo(11);
      assertThat(result.provenance().kernels()).isEqualTo(network.kernels().name());
      assertThat(result.provenance().settings())
          .containsEntry("phase sparse", "2 epochs, learning rate 0.02, sparsity 0.3")
          .containsEntry("batch size", "32")
          .containsEntry("pruning", "magnitude, layer by layer")
          .containsEntry("regrowth", "from zero");
      assertThat(result.provenance().data()).containsKey("training: blobs (150)");
      assertThat(result.provenance().threads()).isPositive();
      assertThat(result.provenance().versions()).containsKeys("dsd4j", "java", "kernels");
    }
  }
}
