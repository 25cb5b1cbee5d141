package org.dsd4j.testing;

import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers for tests, and the way of doubles into tensors and back. */
public final class Numbers {
  private Numbers() {}

  /**
   * Numbers from −2 to 2 in random order, no two of them nearer than 4 / n and none within 1 / n of
   * 0 or ±1: a function with kinks there, or that picks the largest, is smooth around them.
   */
  public static double[] spread(int n, long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      numbers[i] = numbers[j];
      numbers[j] = (i + 0.5) * 4 / n - 2 + 0.37 / n;
    }
    return numbers;
  }

  /** Normally distributed numbers. */
  public static double[] normal(int n, long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = random.nextGaussian();
    }
    return numbers;
  }

  /** Numbers drawn evenly from [low, high). */
  public static double[] uniform(int n, double low, double high, long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = low + (high - low) * random.nextDouble();
    }
    return numbers;
  }

  /** The same numbers in single precision. */
  public static float[] floats(double... numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** The same numbers in double precision. */
  public static double[] doubles(float... numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }

  /** The number of elements of a tensor. */
  public static int size(Tensor tensor) {
    return (int) tensor.shape().elements();
  }

  /** Copies numbers into a tensor. */
  public static void set(Tensor tensor, double... numbers) {
    try (INDArray array = Nd4j.createFromArray(numbers)) {
      tensor.set(array);
    }
  }

  /** A copy of a tensor's values. */
  public static double[] get(Tensor tensor) {
    try (INDArray copy = tensor.toArray()) {
      return copy.reshape(-1).toDoubleVector();
    }
  }
}
