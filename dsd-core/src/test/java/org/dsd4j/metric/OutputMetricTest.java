package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class OutputMetricTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new TopK(2).of("kind");
  }

  @Test
  void isTheMetricOfAnotherOutput() {
    Metric metric = new TopK(2).of("kind");
    assertThat(metric.name()).isEqualTo("top-2 accuracy of kind");
    assertThat(metric.output()).contains("kind");
    assertThat(metric.target()).isEmpty();
    assertThat(metric.higherIsBetter()).isTrue();
    assertThat(new TokenPerplexity().of("next", "words").higherIsBetter()).isFalse();
    assertThat(new TokenPerplexity().of("next", "words").target()).contains("words");
    assertThat(new Accuracy().output()).isEmpty();
    assertThatThrownBy(() -> metric.checkTarget(Shape.of(3), Values.label(3)))
        .hasMessageContaining("label for top-2 accuracy: expected a class number from 0 to 2");
  }
}
