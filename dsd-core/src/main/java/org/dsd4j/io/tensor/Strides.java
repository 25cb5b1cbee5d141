package org.dsd4j.io.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dsd4j.internal.Internal;

/**
 * The layout of a tensor's elements in a storage, as in PyTorch: element (i, j, …) has the index
 * {@code first + i · strides[0] + j · strides[1] + …}.
 *
 * @param first the index of the element (0, 0, …)
 * @param extents the extent of each dimension, at least 0
 * @param strides the distance of neighbours in each dimension, at least 0
 * @hidden
 */
@Internal
public record Strides(long first, List<Long> extents, List<Long> strides) {
  /** The largest number of dimensions in PyTorch. */
  public static final int HIGHEST_RANK = 64;

  /** The limit of an array. */
  private static final long MOST_REPEATED = Integer.MAX_VALUE;

  /** Elements row-major and without gaps. */
  public static Strides rowMajor(List<Long> extents) {
    boolean empty = elements(extents) == 0;
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int i = extents.size() - 1; i >= 0; i--) {
      strides.add(stride);
      stride = empty ? 1 : Math.multiplyExact(stride, extents.get(i));
    }
    Collections.reverse(strides);
    return new Strides(0, extents, List.copyOf(strides));
  }

  /**
   * The number of elements.
   *
   * @throws ArithmeticException if it is too large for a long
   */
  static long elements(List<Long> extents) {
    long product = 1;
    for (long extent : extents) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  /** Whether the elements of this type take exactly this many bytes. */
  public static boolean fills(List<Long> extents, StoredType type, long bytes) {
    try {
      return Math.multiplyExact(elements(extents), (long) type.bytes()) == bytes;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  long elements() {
    return elements(extents);
  }

  /**
   * Whether the elements are within a storage of this many. Elements may share a position, as after
   * {@code expand}, but only up to the size of an array: more repetition is not plausible for
   * weights.
   */
  public boolean fitInto(long storage) {
    try {
      if (extents.size() != strides.size() || elements() > Math.max(storage, MOST_REPEATED)) {
        return false;
      }
      if (elements() == 0) {
        return true;
      }
      long end = Math.addExact(first, 1);
      for (int i = 0; i < extents.size(); i++) {
        end = Math.addExact(end, Math.multiplyExact(extents.get(i) - 1, strides.get(i)));
      }
      return end <= storage;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** Whether the elements are row-major and without gaps. */
  boolean isRowMajor() {
    List<Long> dense = rowMajor(extents).strides;
    for (int i = 0; i < strides.size(); i++) {
      if (extents.get(i) != 1 && !strides.get(i).equals(dense.get(i))) {
        return elements() == 0;
      }
    }
    return true;
  }

  /** Iterates over the elements in row-major order. */
  Walk walk() {
    return new Walk();
  }

  /** An iteration over the elements. */
  final class Walk {
    private final long[] index = new long[extents.size()];
    private long position = first;

    /** The index of the current element. */
    long position() {
      return position;
    }

    /** Moves to the next element; after the last, to the first. */
    void advance() {
      for (int i = index.length - 1; i >= 0; i--) {
        index[i]++;
        position += strides.get(i);
        if (index[i] < extents.get(i)) {
          return;
        }
        position -= index[i] * strides.get(i);
        index[i] = 0;
      }
    }
  }
}
