package org.dsd4j.docs;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class MinimalGatedUnitTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new MinimalGatedUnit(2), Shape.of(3, 2), Shape.of(3, 2)),
        of(new MinimalGatedUnit(1).layers(2).bidirectional(), Shape.of(2, 1), Shape.of(2, 2)),
        of(new MinimalGatedUnit(2).withoutBias().lastState(), Shape.of(2, 2), Shape.of(2)));
  }
}
