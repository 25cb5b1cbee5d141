package org.dsd4j.metric;

import java.util.Optional;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.OwnText;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;

/** A metric of one of several outputs. */
final class OutputMetric implements Metric {
  private final Metric metric;
  private final String output;
  private final Optional<String> target;

  OutputMetric(Metric metric, String output, Optional<String> target) {
    this.metric = metric;
    this.output = Check.given("output of " + metric.name(), output);
    this.target = target;
  }

  @Override
  public String name() {
    return metric.name() + " of " + output;
  }

  @Override
  public boolean higherIsBetter() {
    return metric.higherIsBetter();
  }

  @Override
  public Optional<String> output() {
    return Optional.of(output);
  }

  @Override
  public Optional<String> target() {
    return target;
  }

  @Override
  public void checkTarget(Shape shape, Values values) {
    metric.checkTarget(shape, values);
  }

  @Override
  public Running start() {
    return new OfOutput(metric.start(), name());
  }

  /** Says in its messages which output it is of. */
  private record OfOutput(Running running, String name) implements Running {
    @Override
    public void add(Shape outputShape, float[] output, float[] target) {
      running.add(outputShape, output, target);
    }

    @Override
    public void add(Shape outputShape, float[] output, Lengths lengths, float[] target) {
      running.add(outputShape, output, lengths, target);
    }

    @Override
    public void merge(Running other) {
      running.merge(Running.checked(OfOutput.class, other).running);
    }

    @Override
    public double[] toNumbers() {
      return running.toNumbers();
    }

    @Override
    public void merge(double... numbers) {
      running.merge(numbers);
    }

    @Override
    public double value() {
      try {
        return running.value();
      } catch (IllegalStateException e) {
        throw new IllegalStateException(name + ": " + e.getMessage(), e);
      }
    }
  }

  @Override
  public String toString() {
    return OwnText.text(metric, metric.name())
        + " of "
        + output
        + target.map(name -> " to " + name).orElse("");
  }
}
