package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.metric.Metric.Evaluation;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Contract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every metric does. A new metric's test extends this. */
public abstract class MetricContract implements Contract {
  private static final int SAMPLES = 37;

  /** The metric under test. */
  protected abstract Metric metric();

  @Override
  public boolean covers(Class<?> subject) {
    return metric().getClass() == subject;
  }

  /** The shape of an output for one sample, classes last. */
  protected Shape outputShape() {
    return Shape.of(6);
  }

  /** The targets of one sample. */
  protected float[] target(RandomGenerator random) {
    return new float[] {random.nextInt(outputShape().last())};
  }

  private double value(int batchSize) {
    Evaluation evaluation = metric().start();
    feed(evaluation, batchSize);
    return evaluation.value();
  }

  private void feed(Evaluation evaluation, int batchSize) {
    RandomGenerator random = Seed.of(8).stream();
    int size = (int) outputShape().elements();
    float[] outputs = new float[SAMPLES * size];
    int targetSize = target(Seed.of(1).stream()).length;
    float[] targets = new float[SAMPLES * targetSize];
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = 0; j < size; j++) {
        outputs[i * size + j] = (float) random.nextGaussian();
      }
      System.arraycopy(target(random), 0, targets, i * targetSize, targetSize);
    }
    for (int from = 0; from < SAMPLES; from += batchSize) {
      int to = Math.min(SAMPLES, from + batchSize);
      evaluation.add(
          outputShape().batched(to - from),
          Arrays.copyOfRange(outputs, from * size, to * size),
          Arrays.copyOfRange(targets, from * targetSize, to * targetSize));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 36, 37})
  void doesNotDependOnHowBatchesAreCut(int batchSize) {
    assertThat(value(batchSize)).isFinite().isCloseTo(value(SAMPLES), within(1e-12));
  }

  @Test
  void evaluationsKnowNothingOfEachOther() {
    Metric metric = metric();
    Evaluation first = metric.start();
    feed(first, 10);
    Evaluation second = metric.start();
    feed(second, 10);
    assertThat(second.value()).isEqualTo(first.value());
  }

  @Test
  void refusesToMeasureNothing() {
    assertThatThrownBy(() -> metric().start().value())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(metric().name());
  }

  @Test
  void hasAName() {
    assertThat(metric().name()).isNotBlank();
  }
}
