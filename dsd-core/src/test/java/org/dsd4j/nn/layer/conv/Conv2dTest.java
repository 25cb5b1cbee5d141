package org.dsd4j.nn.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class Conv2dTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Conv2d(3, 3), Shape.of(4, 5, 2), Shape.of(2, 3, 3)),
        of(new Conv2d(2, 1), Shape.of(3, 2, 3), Shape.of(3, 2, 2)),
        of(new Conv2d(2, 3).padding(1), Shape.of(3, 4, 2), Shape.of(3, 4, 2)),
        of(new Conv2d(2, 3).stride(2).padding(1), Shape.of(5, 4, 2), Shape.of(3, 2, 2)),
        // Rows and columns that no window reads.
        of(new Conv2d(2, 2).stride(3).withoutBias(), Shape.of(6, 7, 2), Shape.of(2, 2, 2)),
        of(
            new Conv2d(2, 3, 2).stride(1, 2).padding(2, 0).dilation(2, 1),
            Shape.of(4, 5, 2),
            Shape.of(4, 2, 2)),
        of(new Conv2d(2, 3).dilation(2).padding(2), Shape.of(4, 4, 2), Shape.of(4, 4, 2)),
        of(new Conv2d(2, 2).dilation(2).stride(2), Shape.of(6, 5, 2), Shape.of(2, 2, 2)),
        of(new Conv2d(4, 3).groups(2).padding(1), Shape.of(3, 4, 4), Shape.of(3, 4, 4)),
        of(new Conv2d(3, 2).groups(3).stride(2), Shape.of(4, 4, 3), Shape.of(2, 2, 3)),
        of(new Conv2d(4, 2).groups(2).dilation(2).padding(1), Shape.of(3, 3, 2), Shape.of(3, 3, 4)),
        // Padding beyond the kernel and a kernel as large as the image.
        of(new Conv2d(1, 2).padding(3), Shape.of(2, 2, 1), Shape.of(7, 7, 1)),
        of(new Conv2d(5, 3), Shape.of(3, 3, 1), Shape.of(1, 1, 5)));
  }

  @Test
  void explainsWhyAShapeDoesNotFit() {
    assertThatThrownBy(() -> new Conv2d(2, 5).outputShape(List.of(Shape.of(4, 4, 1))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("5×5")
        .hasMessageContaining("[4, 4, 1]");
    assertThatThrownBy(() -> new Conv2d(2, 3).outputShape(List.of(Shape.of(16))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("image")
        .hasMessageContaining("[16]");
    assertThatThrownBy(() -> new Conv2d(4, 3).groups(3).outputShape(List.of(Shape.of(4, 4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("groups")
        .hasMessageContaining("4 filters");
    assertThatThrownBy(() -> new Conv2d(4, 3).stride(0)).hasMessageContaining("stride");
  }

  @Test
  void namesOnlyUnusualSettings() {
    assertThat(new Conv2d(8, 3)).hasToString("Conv2d(8, 3×3)");
    assertThat(new Conv2d(8, 3).stride(2).padding(1).groups(4).withoutBias())
        .hasToString("Conv2d(8, 3×3, stride 2×2, padding 1×1, 4 groups, no bias)");
  }

  @Test
  void startsItsBiasAsTold() {
    var layer = new Conv2d(4, 3).biasInitializer(Initializer.constant(0.2));
    var bias = layer.parameters(List.of(Shape.of(5, 5, 2))).get(1);
    float[] values = new float[4];
    bias.initializer().fill(values, bias.shape(), Seed.of(1).stream());
    assertThat(values).containsOnly(0.2f);
    assertThat(layer.withoutBias().parameters(List.of(Shape.of(5, 5, 2)))).hasSize(1);
  }
}
