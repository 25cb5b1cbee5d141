package org.dsd4j.nn.layer.norm;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class LocalResponseNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new LocalResponseNorm(5), Shape.of(2, 2, 7), Shape.of(2, 2, 7)),
        of(new LocalResponseNorm(3, 0.5, 0.75, 2), Shape.of(2, 1, 4), Shape.of(2, 1, 4)),
        // An even window looks further back than ahead.
        of(new LocalResponseNorm(4, 1, 0.5, 1), Shape.of(1, 2, 6), Shape.of(1, 2, 6)),
        of(new LocalResponseNorm(7, 1, 1, 1), Shape.of(2, 2, 3), Shape.of(2, 2, 3)));
  }
}
