package org.dsd4j.nn.layer.conv;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class AddChannelTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(of(new AddChannel(), Shape.of(4, 3), Shape.of(4, 3, 1)));
  }

  @Test
  void refusesWhatIsNoMatrix() {
    assertThatThrownBy(() -> new AddChannel().outputShape(List.of(Shape.of(4, 3, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("a matrix [H, W]")
        .hasMessageContaining("[4, 3, 2]");
  }
}
