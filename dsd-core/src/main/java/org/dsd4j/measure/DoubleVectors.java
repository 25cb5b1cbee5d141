package org.dsd4j.measure;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arithmetic on vectors in double precision. */
final class DoubleVectors {
  private DoubleVectors() {}

  static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  static double[] normal(int count, RandomGenerator random) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  static double[] times(double[] a, double factor) {
    double[] product = new double[a.length];
    Arrays.setAll(product, i -> factor * a[i]);
    return product;
  }

  static double[] times(double[] a, double[] b) {
    double[] product = new double[a.length];
    Arrays.setAll(product, i -> a[i] * b[i]);
    return product;
  }

  /** a + factor · b. */
  static double[] plus(double[] a, double[] b, double factor) {
    double[] sum = a.clone();
    addTo(sum, b, factor);
    return sum;
  }

  /** Adds factor · b in place. */
  static void addTo(double[] sum, double[] b, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * b[i];
    }
  }

  /** Sets a tensor to a part of a vector, in the tensor's precision. */
  static void set(Tensor tensor, double[] values, int from, int count) {
    double[] part = Arrays.copyOfRange(values, from, from + count);
    if (tensor.type() == ElementType.FLOAT64) {
      try (INDArray array = Nd4j.createFromArray(part)) {
        tensor.set(array);
      }
      return;
    }
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) part[i];
    }
    tensor.set(floats);
  }
}
