package org.dsd4j.docs;

import java.util.List;
import org.dsd4j.loss.LossContract;
import org.dsd4j.tensor.Shape;

class LogCoshTest extends LossContract {
  @Override
  protected List<Case> cases() {
    Shape shape = Shape.of(2, 3);
    return List.of(new Case(new LogCosh(), shape, shape, new float[] {0, 1, -1, 0.5f, 2, -3}));
  }
}
