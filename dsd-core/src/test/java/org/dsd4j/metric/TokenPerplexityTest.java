package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.metric.Metric.Running;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class TokenPerplexityTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new TokenPerplexity();
  }

  @Override
  protected Shape outputShape() {
    return Shape.of(3, 5);
  }

  @Override
  protected float[] target(RandomGenerator random) {
    return new float[] {random.nextInt(5), Dataset.NO_TARGET, random.nextInt(5)};
  }

  @Test
  void aUniformGuessHasThatOfTheVocabulary() {
    Running evaluation = new TokenPerplexity().start();
    evaluation.add(Shape.of(1, 3, 4), new float[12], new float[] {0, 3, 1});
    assertThat(evaluation.value()).isCloseTo(4, within(1e-12));
  }

  @Test
  void isTheInverseOfTheGeometricMeanOfTheProbabilities() {
    // Softmax of ln 3 and 0 is 3/4 and 1/4; of 0 and 0 a half: √(1 / (3/4 · 1/2)).
    float log = (float) Math.log(3);
    Running evaluation = new TokenPerplexity().start();
    evaluation.add(
        Shape.of(1, 3, 2), new float[] {log, 0, 0, 0, 5, 1}, new float[] {0, 1, Dataset.NO_TARGET});
    assertThat(evaluation.value()).isCloseTo(Math.sqrt(8 / 3.0), within(1e-7));
  }

  @Test
  void largeLogitsStayFinite() {
    Running evaluation = new TokenPerplexity().start();
    evaluation.add(Shape.of(1, 1, 2), new float[] {1e4f, 1e4f - 1}, new float[] {1});
    assertThat(evaluation.value()).isCloseTo(1 + Math.exp(1), within(1e-3));
  }
}
