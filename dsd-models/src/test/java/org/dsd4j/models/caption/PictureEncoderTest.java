package org.dsd4j.models.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class PictureEncoderTest {
  @Test
  void hasTheLayersThatItSays() {
    int convolutions = 16 * 27 + 16 + 32 * 16 * 9 + 32;
    int norms = 2 * (16 + 32);
    int dense = 4 * 3 * 32 * 20 + 20 + 20 * 7 + 7;
    try (Network network =
        PictureEncoder.of(Shape.of(16, 12, 3), 2).features(20).network(7).build(Seed.of(1))) {
      assertThat(network.parameterCount()).isEqualTo(convolutions + norms + dense);
      assertThat(network.outputShapes().values()).containsExactly(Shape.of(7));
      assertThat(network.nodes()).anyMatch(node -> node.name().equals(PictureEncoder.FEATURES));
    }
  }

  @Test
  void dropsBeforeAndBehindTheHiddenLayer() {
    assertThat(PictureEncoder.of(Shape.of(16, 16, 3), 1).dropout(0.3).network(7).summary())
        .contains("dropout1", "dropout2", "Dropout(0.3)");
  }

  @Test
  void refusesPicturesThatAreTooSmall() {
    assertThatThrownBy(() -> PictureEncoder.of(Shape.of(4, 4, 3), 3).network(7))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("pool3");
  }
}
