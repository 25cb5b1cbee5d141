package org.dsd4j.loss;

import java.util.List;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;

class MeanSquaredErrorTest extends LossContract {
  @Override
  protected List<Case> cases() {
    Shape shape = Shape.of(3, 4);
    Shape images = Shape.of(2, 2, 3, 1);
    return List.of(
        new Case(new MeanSquaredError(), shape, shape, Numbers.floats(Numbers.normal(12, 1))),
        new Case(new MeanSquaredError(), images, images, Numbers.floats(Numbers.normal(12, 2))));
  }
}
