package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class FlattenStepsTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new FlattenSteps(), Shape.of(4, 3, 2), Shape.of(4, 6)),
        of(new FlattenSteps(), Shape.of(3, 2), Shape.of(3, 2)));
  }

  @Override
  protected boolean clearsPadding() {
    return false;
  }

  @Test
  void refusesSingleVectors() {
    assertThatThrownBy(() -> new FlattenSteps().outputShape(List.of(Shape.of(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("a sequence [T, W, C]");
  }
}
