package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Sgd;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From where pruned weights restart. */
class RegrowthTest {
  /** Moves no weight in any digit. */
  private static final LearningRate STILL = learningRate(1e-300);

  /** The weights of fc1 before and after its pruned weights restart, by phase. */
  private static Map<String, double[]> weightsByPhase(
      Regrowth regrowth, ElementType type, Ramp ramp) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    try (Network network =
        Network.builder(Shape.of(6))
            .add("fc1", new Dense(16).initializer(Initializer.uniform(0.5)))
            .add("fc2", new Dense(4))
            .elementType(type)
            .build(Seed.of(3))) {
      Parameter fc1 = network.parameter("fc1.weight");
      weights.put("", Numbers.get(fc1.value()));
      TrainingListener watcher =
          new TrainingListener() {
            @Override
            public void phaseStarted(PhaseSettings plan, long stepsPerEpoch) {
              weights.put(plan.name(), Numbers.get(fc1.value()));
            }
          };
      DsdTrainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(Sgd.plain())
          .training(new Blobs(150, 4, 1), batchSize(32))
          .seed(11)
          .listener(watcher)
          .regrowth(regrowth)
          .schedule(
              DsdSchedule.builder()
                  .ramp(ramp)
                  .rounds(2, 0.5, epochs(2), STILL, epochs(1), STILL)
                  .build())
          .build()
          .fit()
          .close();
    }
    return weights;
  }

  private static Map<String, double[]> weightsByPhase(Regrowth regrowth) {
    return weightsByPhase(regrowth, ElementType.FLOAT64, Ramp.atOnce());
  }

  private static int zeros(double... weights) {
    return (int) Arrays.stream(weights).filter(w -> w == 0).count();
  }

  @Test
  void zeroLeavesThem() {
    Map<String, double[]> weights = weightsByPhase(Regrowth.zero());
    assertThat(zeros(weights.get("re-dense"))).isEqualTo(48);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT32", "FLOAT64"})
  void savedOnesAreThoseBeforePruningInAllDigits(ElementType type) {
    Map<String, double[]> weights = weightsByPhase(Regrowth.saved(), type, Ramp.atOnce());
    assertThat(zeros(weights.get("sparse"))).isEqualTo(48);
    assertThat(weights.get("re-dense")).isEqualTo(weights.get(""));
    assertThat(zeros(weights.get("sparse 2"))).isEqualTo(48);
    assertThat(weights.get("re-dense 2")).isEqualTo(weights.get(""));
  }

  @Test
  void savedOnesOfGradualPruningAreThoseBeforeEachWasPruned() {
    Map<String, double[]> weights =
        weightsByPhase(Regrowth.saved(), ElementType.FLOAT32, Ramp.linear(2));
    assertThat(zeros(weights.get("sparse"))).isEqualTo(24);
    assertThat(weights.get("re-dense")).isEqualTo(weights.get(""));
  }

  @Test
  void initialOnesAreFromTheInitializerAndOthersInEachRound() {
    Map<String, double[]> weights = weightsByPhase(Regrowth.initial());
    double[] pruned = weights.get("sparse");
    double[] first = weights.get("re-dense");
    int larger = 0;
    for (int i = 0; i < pruned.length; i++) {
      if (pruned[i] == 0) {
        assertThat(first[i]).isNotZero().isNotEqualTo(weights.get("")[i]).isBetween(-0.5, 0.5);
        larger += Math.abs(first[i]) > 0.25 ? 1 : 0;
      } else {
        assertThat(first[i]).isEqualTo(pruned[i]);
      }
    }
    // Half of 48, give or take three standard deviations.
    assertThat(larger).isBetween(13, 35);
    assertThat(weights.get("re-dense 2")).isNotEqualTo(first);
  }

  private static PrunedWeights pruned(Optional<double[]> saved) {
    BitSet kept = new BitSet();
    kept.set(1);
    Mask mask = Mask.of(Shape.of(3), kept);
    return new PrunedWeights(
        "fc1.weight", mask, Seed.of(3).stream(), () -> saved, () -> new float[] {1, 2, 3});
  }

  @Test
  void drawnOnesHaveAllDigits() {
    for (double value : Regrowth.normal(0.1).values(pruned(Optional.empty()))) {
      assertThat(value).isNotEqualTo((float) value);
    }
    assertThat(pruned(Optional.empty()).initial()).containsExactly(1, 3);
  }

  @Test
  void oneOfTheCallersOwnIsTaken() {
    Regrowth half =
        new Regrowth() {
          @Override
          public double[] values(PrunedWeights pruned) {
            return Arrays.stream(pruned.saved()).map(value -> value / 2).toArray();
          }

          @Override
          public boolean needsSaved() {
            return true;
          }

          @Override
          public String toString() {
            return "from half of what they were";
          }
        };
    Map<String, double[]> weights = weightsByPhase(half);
    for (int i = 0; i < 96; i++) {
      boolean pruned = weights.get("sparse")[i] == 0;
      assertThat(weights.get("re-dense")[i])
          .isEqualTo(pruned ? weights.get("")[i] / 2 : weights.get("")[i]);
    }
  }

  @Test
  void wrongOnesAreRefused() {
    for (List<Double> wrong : List.of(List.of(1.0), List.of(1.0, Double.NaN))) {
      Regrowth regrowth =
          new Regrowth() {
            @Override
            public double[] values(PrunedWeights pruned) {
              double[] values = new double[wrong.size() == 1 ? 1 : pruned.count()];
              values[values.length - 1] = wrong.get(wrong.size() - 1);
              return values;
            }

            @Override
            public String toString() {
              return "wrong";
            }
          };
      assertThatThrownBy(() -> weightsByPhase(regrowth))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("regrowth of fc1.weight (wrong)");
    }
    assertThatThrownBy(() -> pruned(Optional.empty()).saved())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needsSaved");
  }
}
