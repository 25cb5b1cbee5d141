package org.dsd4j.nn.spec;

import java.nio.FloatBuffer;
import java.util.BitSet;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * The elements of a parameter that are kept; all others are held at zero. Immutable. A mask is
 * never derived from weights that happen to be zero.
 *
 * <p>While a parameter has a mask, the optimizer's step keeps the masked elements of the weight, of
 * its gradient and of every state array at zero.
 */
public final class Mask {
  private static final int COPIED_AT_ONCE = 1 << 16;

  private final Shape shape;
  private final BitSet kept;
  private final int keptCount;

  private Mask(Shape shape, BitSet kept) {
    this.shape = shape;
    this.kept = kept;
    this.keptCount = kept.cardinality();
  }

  /**
   * A mask that keeps the elements whose row-major index is set.
   *
   * @throws ShapeException if an index lies outside of the shape
   */
  public static Mask of(Shape shape, BitSet kept) {
    if (kept.length() > shape.elements()) {
      throw new ShapeException(
          "mask",
          "indices below " + shape.elements() + " for shape " + shape,
          kept.length() - 1,
          "build the mask for this parameter's shape");
    }
    return new Mask(shape, (BitSet) kept.clone());
  }

  /**
   * A mask that keeps the elements that both this and another one keep.
   *
   * @throws ShapeException if the other has another shape
   */
  public Mask and(Mask other) {
    if (!shape.equals(other.shape)) {
      throw new ShapeException("mask", shape, other.shape, "use masks of one parameter");
    }
    BitSet both = (BitSet) kept.clone();
    both.and(other.kept);
    return new Mask(shape, both);
  }

  /** The shape of the parameter. */
  public Shape shape() {
    return shape;
  }

  /** Whether the element at the row-major {@code index} is kept. */
  public boolean keeps(int index) {
    return kept.get(index);
  }

  /** The number of elements that are kept. */
  public int keptCount() {
    return keptCount;
  }

  /** The number of elements. */
  public int size() {
    return Math.toIntExact(shape.elements());
  }

  /** The fraction of elements that are kept at zero, in [0, 1]. */
  public double sparsity() {
    return 1 - (double) keptCount / size();
  }

  /** Sets each kept element of a tensor to 1 and each other one to 0. */
  void copyTo(Tensor tensor) {
    float[] run = new float[Math.min(size(), COPIED_AT_ONCE)];
    for (long from = 0; from < size(); from += run.length) {
      int count = (int) Math.min(run.length, size() - from);
      for (int i = 0; i < count; i++) {
        run[i] = kept.get((int) from + i) ? 1 : 0;
      }
      tensor.set(from, FloatBuffer.wrap(run, 0, count));
    }
  }

  /** 1 for each kept element and 0 for each other one, row-major. */
  public float[] toFloats() {
    float[] floats = new float[size()];
    kept.stream().forEach(index -> floats[index] = 1);
    return floats;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask && shape.equals(mask.shape) && kept.equals(mask.kept);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + kept.hashCode();
  }

  /** For example {@code 70 of 100 kept}. */
  @Override
  public String toString() {
    return keptCount + " of " + size() + " kept";
  }
}
