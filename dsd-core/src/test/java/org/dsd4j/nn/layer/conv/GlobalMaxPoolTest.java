package org.dsd4j.nn.layer.conv;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class GlobalMaxPoolTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new GlobalMaxPool(), Shape.of(3, 4, 2), Shape.of(1, 1, 2)),
        of(new GlobalMaxPool(), Shape.of(1, 5, 3), Shape.of(1, 1, 3)));
  }
}
