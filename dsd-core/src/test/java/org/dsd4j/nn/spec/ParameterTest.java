package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParameterTest {
  private final Network network =
      Network.builder(Shape.of(3)).add("fc", new Dense(2)).build(Seed.of(1));
  private final Parameter weight = network.parameter("fc.weight");

  @AfterEach
  void close() {
    network.close();
  }

  private static Mask keeping(Shape shape, int... indices) {
    BitSet kept = new BitSet();
    for (int index : indices) {
      kept.set(index);
    }
    return Mask.of(shape, kept);
  }

  @Test
  void isNamedAfterItsLayer() {
    assertThat(weight.name()).isEqualTo("fc.weight");
    assertThat(weight.role()).isEqualTo(Role.DENSE_WEIGHT);
    assertThat(weight.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(weight).hasToString("fc.weight [2, 3]");
  }

  @Test
  void itsArrayIsLive() {
    weight.array().putScalar(1, 2, 77);
    assertThat(weight.value().toFloats()[5]).isEqualTo(77);
  }

  @Test
  void itsGradientStartsAtZero() {
    assertThat(weight.gradient().toFloats()).containsOnly(0).hasSize(6);
    assertThat(weight.gradient()).isSameAs(weight.gradient());
  }

  @Test
  void aMaskComesAndGoes() {
    float[] before = weight.value().toFloats();
    long held = network.kernels().memory().bytesHeld();
    assertThat(weight.mask()).isEmpty();
    assertThat(weight.maskTensor()).isEmpty();
    Mask mask = keeping(weight.shape(), 0, 5);
    weight.setMask(mask);
    assertThat(weight.mask()).contains(mask);
    assertThat(weight.maskTensor().orElseThrow().toFloats()).containsExactly(1, 0, 0, 0, 0, 1);
    weight.setMask(keeping(weight.shape(), 1));
    assertThat(weight.maskTensor().orElseThrow().toFloats()).containsExactly(0, 1, 0, 0, 0, 0);
    weight.dropMask();
    weight.dropMask();
    assertThat(weight.mask()).isEmpty();
    assertThat(weight.maskTensor()).isEmpty();
    assertThat(weight.value().toFloats()).isEqualTo(before);
    assertThat(network.kernels().memory().bytesHeld()).isEqualTo(held);
  }

  @Test
  void refusesAnothersMask() {
    assertThatThrownBy(() -> weight.setMask(keeping(Shape.of(3, 2), 0)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("mask of fc.weight")
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("[3, 2]");
  }

  @Test
  void rolesDecideWhatIsTrainedAndPruned() {
    assertThat(Role.STATISTIC.trainable()).isFalse();
    for (Role role : Role.values()) {
      boolean weights =
          role == Role.DENSE_WEIGHT
              || role == Role.CONVOLUTION_WEIGHT
              || role == Role.RECURRENT_WEIGHT;
      assertThat(role.prunable()).as(role.name()).isEqualTo(weights);
    }
    assertThat(Role.EMBEDDING.isWeight()).isTrue();
    assertThat(Role.LOOKAHEAD_WEIGHT.isWeight()).isTrue();
    assertThat(Role.NORM_SCALE.isWeight()).isFalse();
    assertThat(Role.STATISTIC.isWeight()).isFalse();
    assertThat(Role.BIAS.isBiasOrNorm()).isTrue();
    assertThat(Role.EMBEDDING.isBiasOrNorm()).isFalse();
  }
}
