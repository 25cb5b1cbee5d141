package org.dsd4j.data.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;

/**
 * One input, or one target, of the samples of a batch. Those of one shape go into the batch's array
 * as they come; sequences wait until all are there.
 */
final class ValuesStack {
  private final ValuesSpec spec;
  private final int size;
  private final IntFunction<float[]> arrays;
  private final List<Values> sequences = new ArrayList<>();
  private float[] stacked = new float[0];
  private int count;

  /**
   * An empty stack.
   *
   * @param spec what the values are like
   * @param size how many samples will come
   * @param arrays where an array of a length comes from
   */
  ValuesStack(ValuesSpec spec, int size, IntFunction<float[]> arrays) {
    this.spec = spec;
    this.size = size;
    this.arrays = arrays;
    if (!spec.isSequence()) {
      this.stacked = arrays.apply(length(spec.shape()));
    }
  }

  private int length(Shape shape) {
    return Math.multiplyExact(size, Math.toIntExact(shape.elements()));
  }

  /** Adds those of the next sample, which are such as the spec says. */
  void add(Values values) {
    if (spec.isSequence()) {
      sequences.add(values);
    } else {
      float[] array = values.array();
      System.arraycopy(array, 0, stacked, count * array.length, array.length);
    }
    count++;
  }

  /** How many steps of each sample are real. */
  Lengths lengths() {
    return spec.isSequence()
        ? Lengths.of(sequences.stream().mapToInt(values -> values.shape().extent(0)).toArray())
        : Lengths.whole();
  }

  /** To how many steps sequences are padded, looking at these alone. */
  int steps() {
    int longest = sequences.stream().mapToInt(values -> values.shape().extent(0)).max().orElse(0);
    return Padding.steps(longest, spec.shape().extent(0));
  }

  /** The values of one shape, or sequences padded to so many steps by a number. */
  Shape stackedShape(int steps) {
    return spec.isSequence() ? spec.shape().withFirst(steps) : spec.shape();
  }

  /**
   * All values, [N, ...].
   *
   * @param steps to how many steps sequences are padded
   * @param padding by what
   */
  float[] array(int steps, float padding) {
    if (!spec.isSequence()) {
      return stacked;
    }
    float[] padded = arrays.apply(length(stackedShape(steps)));
    int stride = padded.length / size;
    for (int i = 0; i < size; i++) {
      float[] values = sequences.get(i).array();
      System.arraycopy(values, 0, padded, i * stride, values.length);
      Arrays.fill(padded, i * stride + values.length, (i + 1) * stride, padding);
    }
    return padded;
  }
}
