package org.dsd4j.nn.layer.norm;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class LayerNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new LayerNorm(), Shape.of(5), Shape.of(5)),
        of(new LayerNorm(0.1), Shape.of(3, 3), Shape.of(3, 3)),
        of(new LayerNorm(), Shape.of(2, 2, 4), Shape.of(2, 2, 4)));
  }
}
