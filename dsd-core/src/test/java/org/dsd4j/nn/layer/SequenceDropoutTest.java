package org.dsd4j.nn.layer;

import java.util.List;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.tensor.Shape;

/** Dropout on padded batches. */
class SequenceDropoutTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(of(new Dropout(0.4).sameForAllSteps(), Shape.of(4, 10), Shape.of(4, 10)));
  }

  @Override
  protected boolean dependsOnMode() {
    return true;
  }

  @Override
  protected boolean isRandom() {
    return true;
  }

  @Override
  protected boolean clearsPadding() {
    return false;
  }
}
