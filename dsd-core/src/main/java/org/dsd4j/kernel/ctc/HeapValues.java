package org.dsd4j.kernel.ctc;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A tensor's values on the heap, in its precision, and the way there and back. */
final class HeapValues {
  private float[] singles = new float[0];
  private double[] doubles = new double[0];
  private boolean wide;

  /** Takes all values of a tensor. */
  void load(Tensor tensor) {
    int size = Math.toIntExact(tensor.shape().elements());
    wide = tensor.type() == ElementType.FLOAT64;
    if (wide) {
      try (INDArray copy = tensor.toArray()) {
        doubles = copy.reshape(size).toDoubleVector();
      }
    } else {
      singles = singles.length < size ? new float[size] : singles;
      tensor.get(0, FloatBuffer.wrap(singles, 0, size));
    }
  }

  /** Gives the values to a tensor of the type and size of the one they came from. */
  void store(Tensor tensor) {
    if (wide) {
      try (INDArray copy = Nd4j.createFromArray(doubles)) {
        tensor.set(copy);
      }
    } else {
      int size = Math.toIntExact(tensor.shape().elements());
      tensor.set(0, FloatBuffer.wrap(singles, 0, size));
    }
  }

  /** Copies values from number {@code from} on to the start of {@code to}. */
  void read(int from, double[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = wide ? doubles[from + i] : singles[from + i];
    }
  }

  /** Replaces values from number {@code at} on. */
  void write(int at, double[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (wide) {
        doubles[at + i] = values[i];
      } else {
        singles[at + i] = (float) values[i];
      }
    }
  }

  /** Sets {@code count} values to 0. */
  void clear(int from, int count) {
    if (wide) {
      Arrays.fill(doubles, from, from + count, 0);
    } else {
      Arrays.fill(singles, from, from + count, 0);
    }
  }
}
