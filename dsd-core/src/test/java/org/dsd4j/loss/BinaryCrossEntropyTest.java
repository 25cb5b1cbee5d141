package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class BinaryCrossEntropyTest extends LossContract {
  @Override
  protected List<Case> cases() {
    Shape shape = Shape.of(4, 3);
    float[] soft = Numbers.floats(Numbers.uniform(12, 0, 1, 3));
    float[] hard = {0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0};
    return List.of(
        new Case(new BinaryCrossEntropy(), shape, shape, soft),
        new Case(new BinaryCrossEntropy(), shape, shape, hard));
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(
            () ->
                new BinaryCrossEntropy()
                    .checkTarget(Shape.of(2), new Values(Shape.of(2), new float[] {0, 1.5f})))
        .hasMessageContaining("[0, 1]")
        .hasMessageContaining("1.5");
  }
}
