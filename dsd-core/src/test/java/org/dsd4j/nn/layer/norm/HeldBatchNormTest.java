package org.dsd4j.nn.layer.norm;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class HeldBatchNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new BatchNorm().holdingStatistics().orElseThrow(), Shape.of(3, 2, 2), Shape.of(3, 2, 2)),
        of(
            new BatchNorm().epsilon(0.5).holdingStatistics().orElseThrow(),
            Shape.of(2, 2, 3),
            Shape.of(2, 2, 3)),
        of(new BatchNorm().holdingStatistics().orElseThrow(), Shape.of(4), Shape.of(4)));
  }
}
