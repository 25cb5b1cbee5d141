package org.dsd4j.io.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dsd4j.internal.Internal;

/**
 * Where in a storage a tensor's elements lie, as PyTorch has it: element (i, j, …) is number {@code
 * first + i · strides[0] + j · strides[1] + …}.
 *
 * @param first the number of the element (0, 0, …)
 * @param extents of each dimension, at least 0
 * @param strides how far apart neighbours lie in each dimension, at least 0
 * @hidden
 */
@Internal
public record Strides(long first, List<Long> extents, List<Long> strides) {
  /** As many dimensions as PyTorch allows. */
  public static final int HIGHEST_RANK = 64;

  /** As many elements as an array holds. */
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

  /** Whether as many elements of this type take exactly so many bytes. */
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
   * Whether the elements lie in a storage of this many. Several may lie in one place, as after
   * {@code expand}, but a few that are repeated to the size of a disk are no weights.
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

  /** Whether the elements lie row-major and without gaps. */
  boolean isRowMajor() {
    List<Long> dense = rowMajor(extents).strides;
    for (int i = 0; i < strides.size(); i++) {
      if (extents.get(i) != 1 && !strides.get(i).equals(dense.get(i))) {
        return elements() == 0;
      }
    }
    return true;
  }

  /** Goes through the elements in row-major order, from the first on. */
  Walk walk() {
    return new Walk();
  }

  /** Steps through the elements. */
  final class Walk {
    private final long[] index = new long[extents.size()];
    private long position = first;

    /** The number of the element that this stands at. */
    long position() {
      return position;
    }

    /** Goes on to the next element; after the last to the first. */
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
