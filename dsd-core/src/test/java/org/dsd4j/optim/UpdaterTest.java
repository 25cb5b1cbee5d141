package org.dsd4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdaterTest {
  private final Network network =
      Network.builder(Shape.of(3))
          .add("fc", new Dense(1).initializer(Initializer.constant(0)))
          .build(Seed.of(1));
  private final Parameter weight = network.parameter("fc.weight");
  private final Parameter bias = network.parameter("fc.bias");

  UpdaterTest() {
    bias.value().set(new float[] {0});
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static Mask keeping(int... indices) {
    BitSet kept = new BitSet();
    for (int index : indices) {
      kept.set(index);
    }
    return Mask.of(Shape.of(1, 3), kept);
  }

  private float[] stepOfOne(GradientClipping clipping) {
    try (Updater updater = new Updater(network, Sgd.plain(), clipping)) {
      updater.step(1);
    }
    return weight.value().toFloats();
  }

  @Test
  void clipsTheJointNorm() {
    weight.gradient().set(new float[] {3, 0, 0});
    bias.gradient().set(new float[] {4});
    try (Updater updater = new Updater(network, Sgd.plain(), GradientClipping.byNorm(1))) {
      assertThat(updater.gradientNorm()).isCloseTo(5, within(1e-6));
      updater.step(1);
    }
    assertThat(weight.value().toFloats()).containsExactly(new float[] {-0.6f, 0, 0}, within(1e-5f));
    assertThat(bias.value().toFloats()).containsExactly(new float[] {-0.8f}, within(1e-5f));
  }

  @Test
  void leavesASmallNormAlone() {
    weight.gradient().set(new float[] {0.3f, 0, 0});
    bias.gradient().set(new float[] {0.4f});
    assertThat(stepOfOne(GradientClipping.byNorm(1))).containsExactly(-0.3f, 0, 0);
  }

  @Test
  void clipsEachValue() {
    weight.gradient().set(new float[] {3, -0.25f, -7});
    assertThat(stepOfOne(GradientClipping.byValue(0.5))).containsExactly(-0.5f, 0.25f, 0.5f);
  }

  @Test
  void aNormOfZeroStaysFinite() {
    assertThat(stepOfOne(GradientClipping.byNorm(1))).containsExactly(0, 0, 0);
  }

  @Test
  void masksGradientsBeforeTheNormIsTaken() {
    weight.setMask(keeping(0, 1));
    weight.gradient().set(new float[] {0.3f, -0.4f, 1000});
    assertThat(stepOfOne(GradientClipping.byNorm(1))).containsExactly(-0.3f, 0.4f, 0);
    assertThat(weight.gradient().toFloats()).containsExactly(0.3f, -0.4f, 0);
  }

  @Test
  void enforcesMasksWithoutAStep() {
    weight.value().set(new float[] {1, 2, 3});
    try (Updater updater = new Updater(network, Sgd.momentum(0.9), GradientClipping.none())) {
      updater.state("fc.weight").get("momentum").set(new float[] {4, 5, 6});
      weight.setMask(keeping(1));
      assertThat(weight.value().toFloats()).containsExactly(1, 2, 3);
      updater.enforceMasks();
      assertThat(weight.value().toFloats()).containsExactly(0, 2, 0);
      assertThat(updater.state("fc.weight").get("momentum").toFloats()).containsExactly(0, 5, 0);
      assertThat(updater.steps()).isZero();
    }
  }

  @Test
  void leavesFrozenParametersAlone() {
    weight.value().set(new float[] {1, 2, 3});
    weight.freeze();
    try (Updater updater = new Updater(network, Sgd.momentum(0.9), GradientClipping.byNorm(1))) {
      weight.gradient().set(new float[] {100, 100, 100});
      bias.gradient().set(new float[] {0.5f});
      weight.setMask(keeping(1));
      assertThat(updater.gradientNorm()).isCloseTo(0.5, within(1e-6));
      updater.step(1);
      assertThat(weight.value().toFloats()).containsExactly(1, 2, 3);
      assertThat(weight.gradient().toFloats()).containsOnly(100);
      assertThat(updater.state("fc.weight").get("momentum").toFloats()).containsOnly(0);
      assertThat(bias.value().toFloats()).containsExactly(-0.5f);
      updater.enforceMasks();
      assertThat(weight.value().toFloats()).containsExactly(0, 2, 0);
      weight.unfreeze();
      weight.dropMask();
      weight.gradient().set(new float[] {0.5f, 0, 0});
      bias.gradient().set(new float[] {0});
      updater.step(1);
      assertThat(weight.value().toFloats()).containsExactly(-0.5f, 2, 0);
    }
  }

  @Test
  void frozenParametersGetStateWhenTheyAreFirstTrained() {
    weight.value().set(new float[] {1, 2, 3});
    weight.freeze();
    long before = network.kernels().memory().bytesHeld();
    try (Updater updater = new Updater(network, Sgd.momentum(0.5), GradientClipping.none())) {
      bias.gradient().set(new float[] {1});
      updater.step(1);
      // The bias's gradient and momentum.
      assertThat(network.kernels().memory().bytesHeld() - before).isLessThan(2 * 3 * 4 + 2 * 64);
      try (UpdaterSnapshot snapshot = updater.snapshot()) {
        weight.unfreeze();
        weight.gradient().set(new float[] {1, 0, 0});
        updater.step(1);
        updater.step(1);
        assertThat(weight.value().toFloats()).containsExactly(1 - 1 - 1.5f, 2, 3);
        assertThat(updater.state("fc.weight").get("momentum").toFloats()[0]).isEqualTo(1.5f);
        assertThat(updater.state("fc.bias").get("momentum").toFloats()).containsExactly(1.75f);
        updater.restore(snapshot);
        assertThat(updater.state("fc.weight").get("momentum").toFloats()).containsOnly(0);
        assertThat(updater.state("fc.bias").get("momentum").toFloats()).containsExactly(1);
        assertThat(updater.steps()).isEqualTo(1);
      }
    }
  }

  @Test
  void ratesDifferByNameAndTheLastRuleWins() {
    LearningRateFactors factors =
        LearningRateFactors.none().with("*", 0.5).with("fc.weight", 10).with("f*.bias", 3);
    weight.gradient().set(new float[] {1, 2, -3});
    bias.gradient().set(new float[] {1});
    try (Updater updater = new Updater(network, Sgd.plain(), GradientClipping.none(), factors)) {
      updater.step(0.25);
    }
    assertThat(weight.value().toFloats()).containsExactly(-2.5f, -5, 7.5f);
    assertThat(bias.value().toFloats()).containsExactly(-0.75f);
    assertThat(factors).hasToString("* × 0.5, fc.weight × 10, f*.bias × 3");
    assertThat(LearningRateFactors.none()).hasToString("none");
  }

  @Test
  void momentumGathersGradientsAndNotRates() {
    LearningRateFactors factors = LearningRateFactors.none().with("fc.bias", 2);
    try (Updater updater =
        new Updater(network, Sgd.momentum(0.5), GradientClipping.none(), factors)) {
      bias.gradient().set(new float[] {1});
      updater.step(0.5);
      updater.step(0.25);
      assertThat(updater.state("fc.bias").get("momentum").toFloats()).containsExactly(1.5f);
      assertThat(bias.value().toFloats()).containsExactly(-1 - 0.75f);
    }
  }

  @Test
  void refusesFactorsThatMeanNothing() {
    LearningRateFactors none = LearningRateFactors.none();
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> none.with("fc", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "learning rate factor of 'fc': expected a number above 0, received "
                  + wrong
                  + "; freeze the parameters that are to stay as they are");
    }
    assertThatThrownBy(() -> none.with("fc", 2).with("fc", 3))
        .hasMessageContaining("'fc': expected to be given once");
    assertThatThrownBy(
            () -> new Updater(network, Sgd.plain(), GradientClipping.none(), none.with("head", 2)))
        .hasMessage(
            "name 'head' in the learning rate factors: expected a match among [fc.weight, fc.bias],"
                + " received none; check the spelling, or use * for any text");
  }

  @Test
  void aMaskFollowsAnother() {
    weight.value().set(new float[] {1, 2, 3});
    try (Updater updater = new Updater(network, Sgd.plain(), GradientClipping.none())) {
      weight.setMask(keeping(0, 1));
      updater.step(1);
      weight.setMask(keeping(1, 2));
      updater.step(1);
      assertThat(weight.value().toFloats()).containsExactly(0, 2, 0);
    }
  }

  @Test
  void explainsWhatDoesNotFit() {
    try (Updater updater = new Updater(network, new Adam(), GradientClipping.none());
        Updater other = new Updater(network, Sgd.momentum(0.9), GradientClipping.none());
        UpdaterSnapshot snapshot = other.snapshot()) {
      assertThatThrownBy(() -> updater.restore(snapshot))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("same kind of optimizer");
      assertThatThrownBy(() -> updater.state("fc.weights"))
          .hasMessageContaining("fc.weight, fc.bias")
          .hasMessageContaining("spelling");
      assertThatThrownBy(() -> updater.step(-1)).hasMessageContaining("learning rate");
      assertThatThrownBy(() -> updater.step(Double.NaN)).hasMessageContaining("learning rate");
    }
  }

  @Test
  void refusesUselessSettings() {
    assertThatThrownBy(() -> GradientClipping.byNorm(0)).hasMessageContaining("norm");
    assertThatThrownBy(() -> GradientClipping.byValue(-1)).hasMessageContaining("value");
    assertThatThrownBy(() -> Sgd.momentum(1)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> Sgd.plain().weightDecay(-1)).hasMessageContaining("weight decay");
    assertThatThrownBy(() -> new Adam().betas(1, 0.9)).hasMessageContaining("beta1");
    assertThat(GradientClipping.byNorm(2)).hasToString("norm at most 2");
    assertThat(GradientClipping.none()).hasToString("none");
  }
}
