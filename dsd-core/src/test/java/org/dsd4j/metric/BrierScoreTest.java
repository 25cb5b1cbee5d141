package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.metric.Metric.Running;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class BrierScoreTest extends MetricContract {
  private static final Shape ROWS = Shape.of(600, 5);

  @Override
  protected Metric metric() {
    return new BrierScore();
  }

  @Override
  protected double mergingTolerance() {
    return 1e-12;
  }

  private static double score(Metric metric, Shape shape, float[] output, float... target) {
    Running evaluation = metric.start();
    evaluation.add(shape, output, target);
    return evaluation.value();
  }

  @Test
  void isThatOfNumPy() {
    float[] logits = CalibrationErrorTest.logits();
    float[] labels = CalibrationErrorTest.labels();
    assertThat(score(new BrierScore(), ROWS, logits, labels))
        .isCloseTo(0.7037825427858151, within(1e-9));
    float[] soft = new float[600 * 5];
    for (int i = 0; i < soft.length; i++) {
      soft[i] = (float) ((i % 5 == (int) labels[i / 5] ? 0.9 : 0) + 0.02);
    }
    assertThat(score(new BrierScore(), ROWS, logits, soft))
        .isCloseTo(0.6047488676253685, within(1e-7));
  }

  @Test
  void goesFromNoneToTwo() {
    BrierScore score = new BrierScore().ofProbabilities();
    float[] sure = {1, 0};
    assertThat(score(score, Shape.of(1, 2), sure, 0)).isZero();
    assertThat(score(score, Shape.of(1, 2), sure, 1)).isEqualTo(2);
    assertThat(score(score, Shape.of(1, 2), new float[] {0.5f, 0.5f}, 1)).isEqualTo(0.5);
    assertThat(score(score, Shape.of(2, 2), new float[] {1, 0, 0, 1}, 0, Dataset.NO_TARGET))
        .isZero();
  }

  @Test
  void refusesWhatItCannotScore() {
    assertThatThrownBy(
            () -> score(new BrierScore().ofProbabilities(), Shape.of(1, 2), new float[] {3, -2}, 0))
        .hasMessageContaining("outputs for Brier score: expected probabilities")
        .hasMessageContaining("received [3.0, -2.0]");
    assertThatThrownBy(() -> new BrierScore().checkTarget(Shape.of(1), Values.label(0)))
        .hasMessageContaining("Brier score: expected outputs of at least two classes");
    assertThatThrownBy(
            () -> new BrierScore().start().merge(new BrierScore().ofProbabilities().start()))
        .hasMessageContaining("expected one of the same outputs");
  }
}
