package org.dsd4j.examples.quickstart;

import java.util.List;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.Shape;

class GaussianTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Gaussian(), Shape.of(5), Shape.of(5)),
        of(new Gaussian(), Shape.of(2, 3, 2), Shape.of(2, 3, 2)));
  }
}
