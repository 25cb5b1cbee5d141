package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class ConcatTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        new Case(new Concat(), List.of(Shape.of(4), Shape.of(3)), Shape.of(7)),
        new Case(
            new Concat(),
            List.of(Shape.of(2, 2, 1), Shape.of(2, 2, 3), Shape.of(2, 2, 2)),
            Shape.of(2, 2, 6)),
        new Case(new Concat(), List.of(Shape.of(3, 2), Shape.of(3, 1)), Shape.of(3, 3)));
  }

  @Test
  void refusesImagesOfDifferentSizes() {
    assertThatThrownBy(
            () -> new Concat().outputShape(List.of(Shape.of(4, 4, 1), Shape.of(4, 5, 1))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[4, 5, 1]");
  }
}
