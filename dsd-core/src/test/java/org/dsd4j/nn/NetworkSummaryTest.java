package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;

class NetworkSummaryTest {
  @Test
  void summarizesItself() {
    try (Network network = SmallNets.convolutional(1)) {
      assertThat(network.summary().lines())
          .satisfiesExactly(
              line -> assertThat(line).matches("Layer +Kind +Reads +Output +Parameters"),
              line -> assertThat(line).matches("input +input +\\[6, 6, 2]"),
              line -> assertThat(line).matches("conv1 +Conv2d\\(4, 3×3\\) +input +\\[4, 4, 4] +76"),
              line -> assertThat(line).matches("bn1 +BatchNorm +conv1 +\\[4, 4, 4] +8"),
              line -> assertThat(line).matches("conv2 .* \\[2, 2, 4] +148"),
              line -> assertThat(line).matches("flatten +Flatten +conv2 +\\[16]"),
              line -> assertThat(line).matches("fc +Dense\\(3\\) +flatten +\\[3] +51"),
              line -> assertThat(line).isEqualTo("Trained parameters: 283"));
      assertThat(network.parameterCount()).isEqualTo(283);
      Parameter weight = network.parameter("fc.weight");
      weight.setMask(Mask.of(weight.shape(), new BitSet()));
      assertThat(network.summary()).contains("Trained parameters: 283, of which masked: 48");
    }
  }

  @Test
  void aNetworkPrintsItself() {
    try (Network network = SmallNets.convolutional(1)) {
      assertThat(network.toString()).isEqualTo(network.summary());
    }
    NetworkBuilder builder = Network.builder(Shape.of(6)).add("fc1", new Dense(16));
    assertThat(builder.toString()).isEqualTo(builder.summary()).contains("fc1");
    assertThat(Network.builder().toString()).contains("Trained parameters: 0");
  }
}
