package org.dsd4j.nn.layer.norm;

import java.util.List;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.tensor.Shape;

class HeldSequenceBatchNormTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(
            new SequenceBatchNorm().holdingStatistics().orElseThrow(),
            Shape.of(4, 3),
            Shape.of(4, 3)),
        of(
            new SequenceBatchNorm().epsilon(0.5).holdingStatistics().orElseThrow(),
            Shape.of(3, 2, 2),
            Shape.of(3, 2, 2)));
  }
}
