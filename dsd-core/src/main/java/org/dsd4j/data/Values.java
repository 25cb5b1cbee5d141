package org.dsd4j.data;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * An array on the heap with its shape: the inputs and targets of samples. Images are [H, W, C]; a
 * class number is one value of shape [1].
 *
 * @param shape the extents
 * @param array the elements, row-major; not copied, and must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between decoder and batch, never a key
public record Values(Shape shape, float[] array) {
  private static final int PRINTED = 8;

  /** Checks that the array has as many elements as the shape. */
  public Values {
    if (shape.elements() != array.length) {
      throw new ShapeException(
          "values",
          shape.elements() + " elements for shape " + shape,
          array.length,
          "pass an array of the shape's size");
    }
  }

  /** A class number. */
  public static Values label(int label) {
    return new Values(Shape.of(1), new float[] {label});
  }

  /** The shape and the first elements: {@code [28, 28, 1]: 0, 0, 0.5, …}. */
  @Override
  public String toString() {
    List<Float> first = new ArrayList<>();
    for (int i = 0; i < Math.min(array.length, PRINTED); i++) {
      first.add(array[i]);
    }
    return shape + ": " + Numerals.list(first) + (array.length > PRINTED ? ", …" : "");
  }
}
