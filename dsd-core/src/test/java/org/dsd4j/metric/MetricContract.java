package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dsd4j.metric.Metric.Running;
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
    Running evaluation = metric().start();
    feed(evaluation, batchSize);
    return evaluation.value();
  }

  private void feed(Running evaluation, int batchSize) {
    int[] all = IntStream.range(0, SAMPLES).toArray();
    for (int from = 0; from < SAMPLES; from += batchSize) {
      add(evaluation, Arrays.copyOfRange(all, from, Math.min(SAMPLES, from + batchSize)));
    }
  }

  /** Adds a batch of samples, each of which depends on its number alone. */
  private void add(Running evaluation, int... samples) {
    int size = (int) outputShape().elements();
    int targetSize = target(Seed.of(1).stream()).length;
    float[] outputs = new float[samples.length * size];
    float[] targets = new float[samples.length * targetSize];
    for (int i = 0; i < samples.length; i++) {
      RandomGenerator random = Seed.of(8).derive(samples[i]).stream();
      for (int j = 0; j < size; j++) {
        outputs[i * size + j] = (float) random.nextGaussian();
      }
      System.arraycopy(target(random), 0, targets, i * targetSize, targetSize);
    }
    evaluation.add(outputShape().batched(samples.length), outputs, targets);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 36, 37})
  void doesNotDependOnHowBatchesAreCut(int batchSize) {
    assertThat(value(batchSize)).isFinite().isCloseTo(value(SAMPLES), within(1e-12));
  }

  @Test
  void evaluationsKnowNothingOfEachOther() {
    Metric metric = metric();
    Running first = metric.start();
    feed(first, 10);
    Running second = metric.start();
    feed(second, 10);
    assertThat(second.value()).isEqualTo(first.value());
  }

  /** Also where a part is empty, and whatever the order in which parts are merged. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 50})
  void partsMergeToTheValueOfTheWhole(int parts) {
    RandomGenerator random = Seed.of(parts).stream();
    for (int round = 0; round < 10; round++) {
      Running whole = metric().start();
      List<Running> evaluations =
          Stream.generate(() -> metric().start()).limit(parts).collect(Collectors.toList());
      for (int sample = 0; sample < SAMPLES; sample++) {
        add(whole, sample);
        add(evaluations.get(random.nextInt(parts)), sample);
      }
      Collections.shuffle(evaluations, new Random(round));
      Running merged = metric().start();
      evaluations.forEach(merged::merge);
      assertThat(merged.value()).isCloseTo(whole.value(), within(mergingTolerance()));
      // What was merged goes on by itself.
      double before = merged.value();
      evaluations.forEach(each -> add(each, 0));
      assertThat(merged.value()).isEqualTo(before);
      add(merged, 1);
      add(whole, 1);
      assertThat(merged.value()).isCloseTo(whole.value(), within(mergingTolerance()));
    }
  }

  /** The same bits as by merging the evaluations themselves. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 50})
  void partsOfOtherProcessesMergeAsNumbers(int parts) {
    Running merged = metric().start();
    Running asNumbers = metric().start();
    for (int part = 0; part < parts; part++) {
      Running evaluation = metric().start();
      for (int sample = part; sample < SAMPLES; sample += parts) {
        add(evaluation, sample);
      }
      merged.merge(evaluation);
      double[] numbers = evaluation.toNumbers();
      asNumbers.merge(numbers);
      add(evaluation, 0);
      assertThat(numbers).as("a copy").isNotSameAs(evaluation.toNumbers());
    }
    assertThat(asNumbers.value()).isEqualTo(merged.value());
    assertThat(asNumbers.toNumbers()).isEqualTo(merged.toNumbers());
    assertThatThrownBy(asNumbers::merge).isInstanceOf(IllegalArgumentException.class);
  }

  /** How much the order of samples may change; nothing unless a metric adds up rounded numbers. */
  protected double mergingTolerance() {
    return 0;
  }

  @Test
  void refusesToMergeAnEvaluationOfAnotherMetric() {
    Running other =
        new Running() {
          @Override
          public void add(Shape outputShape, float[] output, float[] target) {}

          @Override
          public void merge(Running another) {}

          @Override
          public double[] toNumbers() {
            return new double[0];
          }

          @Override
          public void merge(double... numbers) {}

          @Override
          public double value() {
            return 0;
          }
        };
    assertThatThrownBy(() -> metric().start().merge(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evaluation to merge");
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
