package org.dsd4j.kernel.support;

import java.util.Arrays;
import java.util.Locale;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** Row numbers of a table, read from a tensor. */
public final class Indices {
  /** bfloat16 has 8 bits of precision: it cannot hold all whole numbers beyond this. */
  private static final int MOST_IN_BFLOAT16 = 1 << 8;

  private Indices() {}

  /**
   * The row number at each position; {@link Sequences#NO_INDEX} where there is none or the position
   * lies beyond its sequence's length.
   *
   * @param indices [N, T, ...], or [N], which has no lengths
   * @param rows the number of rows
   * @throws IllegalArgumentException if the value at a real position is not a row; the message has
   *     the value
   */
  public static int[] of(Lengths lengths, Tensor indices, int rows) {
    Check.argument(
        indices.type() != ElementType.BFLOAT16 || rows <= MOST_IN_BFLOAT16,
        "indices in bfloat16",
        "at most " + MOST_IN_BFLOAT16 + " rows, so that each index is exact",
        rows,
        "let the embedding read an input of the network that nothing else reads, or compute in"
            + " F32");
    Shape shape = indices.shape();
    int samples = shape.extent(0);
    float[] values = indices.toFloats();
    int perSample = values.length / samples;
    int steps = shape.rank() > 1 ? shape.extent(1) : 1;
    int perStep = perSample / steps;
    int[] found = new int[values.length];
    Arrays.fill(found, Sequences.NO_INDEX);
    for (int sample = 0; sample < samples; sample++) {
      int real = shape.rank() > 1 ? lengths.steps(sample, steps) : steps;
      int from = sample * perSample;
      for (int i = from; i < from + real * perStep; i++) {
        found[i] = checked(values[i], rows, sample, i - from);
      }
    }
    return found;
  }

  private static int checked(float value, int rows, int sample, int position) {
    int index = (int) value;
    if (index != value || index < Sequences.NO_INDEX || index >= rows) {
      throw new IllegalArgumentException(
          Check.message(
              String.format(Locale.ROOT, "index %d of sample %d", position, sample),
              String.format(
                  Locale.ROOT,
                  "a whole number from 0 to %d, or %d for none",
                  rows - 1,
                  Sequences.NO_INDEX),
              value,
              "number words as the vocabulary does that the network was built for"));
    }
    return index;
  }
}
