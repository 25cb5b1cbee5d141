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
 * Stacks one input or target of the samples of a batch. Values of one shape are copied into the
 * batch's array at once; sequences are collected until all are present.
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
   * @param spec the description of the values
   * @param size the number of samples
   * @param arrays the source of arrays of a length
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

  /** Adds the values of the next sample, which must match the spec. */
  void add(Values values) {
    if (spec.isSequence()) {
      sequences.add(values);
    } else {
      float[] array = values.array();
      System.arraycopy(array, 0, stacked, count * array.length, array.length);
    }
    count++;
  }

  /** The number of real steps of each sample. */
  Lengths lengths() {
    return spec.isSequence()
        ? Lengths.of(sequences.stream().mapToInt(values -> values.shape().extent(0)).toArray())
        : Lengths.whole();
  }

  /** The number of steps to which these sequences alone would be padded. */
  int steps() {
    int longest = sequences.stream().mapToInt(values -> values.shape().extent(0)).max().orElse(0);
    return Padding.steps(longest, spec.shape().extent(0));
  }

  /** The shape of the stacked values, with sequences padded to this number of steps. */
  Shape stackedShape(int steps) {
    return spec.isSequence() ? spec.shape().withFirst(steps) : spec.shape();
  }

  /**
   * All values, [N, ...].
   *
   * @param steps the number of steps to which sequences are padded
   * @param padding the padding value
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
