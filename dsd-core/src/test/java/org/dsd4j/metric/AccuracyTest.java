package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.dsd4j.metric.Metric.Running;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class AccuracyTest extends MetricContract {
  @Override
  protected Metric metric() {
    return Accuracy.ignoringLabel(1);
  }

  @Override
  protected Shape outputShape() {
    return Shape.of(2, 2, 3);
  }

  @Override
  protected float[] target(RandomGenerator random) {
    return new float[] {random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)};
  }

  @Test
  void isAFraction() {
    Running evaluation = new Accuracy().start();
    evaluation.add(Shape.of(2, 2), new float[] {1, 0, 1, 0}, new float[] {0, 1});
    evaluation.add(Shape.of(1, 2), new float[] {0, 1}, new float[] {1});
    assertThat(evaluation.value()).isEqualTo(2.0 / 3);
  }

  @Test
  void leavesIgnoredPixelsOut() {
    Running evaluation = Accuracy.ignoringLabel(255).start();
    evaluation.add(Shape.of(1, 1, 3, 2), new float[] {1, 0, 1, 0, 0, 1}, new float[] {0, 255, 0});
    assertThat(evaluation.value()).isEqualTo(0.5);
    Running nothing = Accuracy.ignoringLabel(255).start();
    nothing.add(Shape.of(1, 2), new float[] {1, 0}, new float[] {255});
    assertThatThrownBy(nothing::value).isInstanceOf(IllegalStateException.class);
  }
}
