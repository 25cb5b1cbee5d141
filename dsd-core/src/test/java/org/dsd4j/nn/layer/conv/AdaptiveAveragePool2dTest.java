package org.dsd4j.nn.layer.conv;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class AdaptiveAveragePool2dTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new AdaptiveAveragePool2d(1), Shape.of(3, 4, 2), Shape.of(1, 1, 2)),
        of(new AdaptiveAveragePool2d(2, 3), Shape.of(5, 7, 2), Shape.of(2, 3, 2)),
        of(new AdaptiveAveragePool2d(5), Shape.of(3, 4, 1), Shape.of(5, 5, 1)),
        of(new AdaptiveAveragePool2d(3, 4), Shape.of(3, 4, 2), Shape.of(3, 4, 2)));
  }
}
