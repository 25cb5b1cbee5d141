package org.dsd4j.nn.layer.conv;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class AveragePool2dTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new AveragePool2d(2), Shape.of(4, 6, 2), Shape.of(2, 3, 2)),
        of(new AveragePool2d(3).stride(1).padding(1), Shape.of(4, 3, 2), Shape.of(4, 3, 2)),
        of(
            new AveragePool2d(3).stride(2).padding(1).withoutPaddingInMean(),
            Shape.of(5, 4, 2),
            Shape.of(3, 2, 2)),
        of(new AveragePool2d(3).stride(2).ceilMode(), Shape.of(6, 4, 1), Shape.of(3, 2, 1)),
        of(
            new AveragePool2d(3).stride(2).padding(1).ceilMode().withoutPaddingInMean(),
            Shape.of(4, 6, 1),
            Shape.of(3, 4, 1)),
        of(
            new AveragePool2d(3).stride(2).padding(1).ceilMode(),
            Shape.of(4, 6, 1),
            Shape.of(3, 4, 1)),
        of(new AveragePool2d(2).stride(3), Shape.of(6, 7, 2), Shape.of(2, 2, 2)));
  }

  @Test
  void refusesMorePaddingThanHalfTheWindow() {
    assertThatThrownBy(() -> new AveragePool2d(2).padding(2))
        .hasMessageContaining("padding")
        .hasMessageContaining("2×2");
  }
}
