package org.dsd4j.models.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class PictureEncoderTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return PictureEncoder.of(Shape.of(16, 12, 3), 2).features(20).network(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    int convolutions = 16 * 27 + 16 + 32 * 16 * 9 + 32;
    int norms = 2 * (16 + 32);
    return convolutions + norms + 4 * 3 * 32 * 20 + 20 + 21 * 10;
  }

  @Test
  void namesTheLayerOfItsFeatures() {
    assertThat(build(7).shape(PictureEncoder.FEATURES)).isEqualTo(Shape.of(20));
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
