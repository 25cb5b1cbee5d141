package org.dsd4j.nn.layer.conv;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class Upsample2dTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(Upsample2d.nearest(2), Shape.of(2, 3, 2), Shape.of(4, 6, 2)),
        of(Upsample2d.nearest(1), Shape.of(2, 3, 1), Shape.of(2, 3, 1)),
        of(Upsample2d.bilinear(2), Shape.of(3, 2, 2), Shape.of(6, 4, 2)),
        of(Upsample2d.bilinear(3), Shape.of(2, 1, 2), Shape.of(6, 3, 2)));
  }
}
