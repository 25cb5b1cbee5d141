package org.dsd4j.docs;

import org.dsd4j.metric.Metric;
import org.dsd4j.tensor.Shape;

/** The mean distance between outputs and targets of one shape. */
public final class MeanAbsoluteError implements Metric {
  @Override
  public String name() {
    return "mean absolute error";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Running start() {
    return new Distances();
  }

  private static final class Distances implements Running {
    private double sum;
    private long count;

    @Override
    public void add(Shape outputShape, float[] output, float[] target) {
      for (int i = 0; i < output.length; i++) {
        sum += Math.abs((double) output[i] - target[i]);
      }
      count += output.length;
    }

    @Override
    public void merge(Running other) {
      Distances part = Running.checked(Distances.class, other);
      sum += part.sum;
      count += part.count;
    }

    @Override
    public double[] toNumbers() {
      return new double[] {sum, count};
    }

    @Override
    public void merge(double... numbers) {
      if (numbers.length != 2) {
        throw new IllegalArgumentException(
            "expected a sum and a count, received " + numbers.length);
      }
      sum += numbers[0];
      count += (long) numbers[1];
    }

    @Override
    public double value() {
      if (count == 0) {
        throw new IllegalStateException("mean absolute error of no samples; add a batch first");
      }
      return sum / count;
    }
  }
}
