package org.dsd4j.nn.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class ConvTranspose2dTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new ConvTranspose2d(3, 2), Shape.of(2, 3, 2), Shape.of(3, 4, 3)),
        of(new ConvTranspose2d(2, 2).stride(2), Shape.of(2, 3, 3), Shape.of(4, 6, 2)),
        of(
            new ConvTranspose2d(2, 3).stride(2).padding(1).outputPadding(1).withoutBias(),
            Shape.of(2, 3, 2),
            Shape.of(4, 6, 2)),
        // Pixels between the windows get the bias alone.
        of(new ConvTranspose2d(1, 2).stride(3), Shape.of(2, 2, 2), Shape.of(5, 5, 1)),
        of(new ConvTranspose2d(2, 3, 2).padding(1), Shape.of(3, 3, 1), Shape.of(3, 2, 2)),
        of(new ConvTranspose2d(2, 1), Shape.of(2, 2, 3), Shape.of(2, 2, 2)));
  }

  private static double[] varianceAndLargest(ConvTranspose2d layer) {
    try (Network network = Network.builder(Shape.of(2, 2, 8)).add("up", layer).build(Seed.of(3))) {
      float[] weights = network.parameter("up.weight").value().toFloats();
      double squares = 0;
      double largest = 0;
      for (float weight : weights) {
        squares += weight * weight;
        largest = Math.max(largest, Math.abs(weight));
      }
      return new double[] {squares / weights.length, largest};
    }
  }

  @Test
  void fansAreThoseOfItsInputsAndOutputs() {
    // 8 inputs and 200 outputs: an output reads 8 · 9 products, an input reaches 200 · 9.
    ConvTranspose2d layer = new ConvTranspose2d(200, 3);
    assertThat(varianceAndLargest(layer.initializer(Initializer.heNormal()))[0])
        .isCloseTo(2.0 / (8 * 9), within(0.001));
    assertThat(varianceAndLargest(layer.initializer(Initializer.heNormalFanOut()))[0])
        .isCloseTo(2.0 / (200 * 9), within(0.0001));
    assertThat(varianceAndLargest(layer.initializer(Initializer.xavierUniform()))[0])
        .isCloseTo(2.0 / (208 * 9), within(0.0001));
    assertThat(varianceAndLargest(layer.initializer(Initializer.lecunUniform()))[1])
        .isCloseTo(Math.sqrt(1.0 / (8 * 9)), within(0.001));
  }

  @Test
  void startsAsInPyTorchWhichTakesOutputsForInputs() {
    assertThat(varianceAndLargest(new ConvTranspose2d(200, 3))[1])
        .isCloseTo(Math.sqrt(1.0 / (200 * 9)), within(0.0005));
  }

  @Test
  void refusesOutputPaddingOfAStride() {
    assertThatThrownBy(
            () ->
                new ConvTranspose2d(2, 3)
                    .stride(2)
                    .outputPadding(2)
                    .outputShape(List.of(Shape.of(3, 3, 1))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("less than the stride 2");
  }
}
