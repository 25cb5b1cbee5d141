package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

/** A quarter of MobileNetV2's width, for small images. */
class MobileNetV2Test extends ModelContract {
  private static final int[][] STAGES = {
    {1, 8, 1}, {6, 8, 2}, {6, 8, 3}, {6, 16, 4}, {6, 24, 3}, {6, 40, 3}, {6, 80, 1}
  };

  @Override
  protected NetworkBuilder build(int classes) {
    return new MobileNetV2().input(32, 32, 3).width(0.25).dropout(0).network(classes);
  }

  /** A block of c channels is 1×1 to 6·c, 3×3 of each channel, 1×1 back; norms have 2 a channel. */
  @Override
  protected long parametersForTenClasses() {
    long parameters = (3 * 9 + 2) * 8;
    int channels = 8;
    for (int[] stage : STAGES) {
      for (int block = 0; block < stage[2]; block++) {
        long inside = (long) stage[0] * channels;
        long expansion = stage[0] == 1 ? 0 : (channels + 2) * inside;
        parameters += expansion + (9 + 2) * inside + (inside + 2) * stage[1];
        channels = stage[1];
      }
    }
    return parameters + (channels + 2) * 1280L + (1280 + 1) * 10;
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  @Override
  protected double rate() {
    return 0.002;
  }

  @Test
  void theBodyEndsInAnImage() {
    NetworkBuilder body = new MobileNetV2().features();
    assertThat(body.shape(body.last())).isEqualTo(Shape.of(7, 7, 1280));
  }

  /** Torchvision's numbers for a width of 1.4. */
  @Test
  void channelsStayMultiplesOfEight() {
    NetworkBuilder wide = new MobileNetV2().width(1.4).features();
    assertThat(wide.shape("features.0.0").last()).isEqualTo(48);
    assertThat(wide.shape("features.1.conv.2").last()).isEqualTo(24);
    assertThat(wide.shape("features.2.conv.3").last()).isEqualTo(32);
    assertThat(wide.shape("features.17.conv.3").last()).isEqualTo(448);
    assertThat(wide.shape(wide.last()).last()).isEqualTo(1792);
  }
}
