package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.LayerContract;
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
