package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class AddTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        new Case(new Add(), List.of(Shape.of(4), Shape.of(4)), Shape.of(4)),
        new Case(
            new Add(),
            List.of(Shape.of(2, 2, 1), Shape.of(2, 2, 1), Shape.of(2, 2, 1)),
            Shape.of(2, 2, 1)));
  }

  @Test
  void refusesDifferentShapes() {
    assertThatThrownBy(() -> new Add().outputShape(List.of(Shape.of(4), Shape.of(5))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[4]")
        .hasMessageContaining("[5]");
  }
}
