package org.dsd4j.kernel.onednn.recurrent;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;

/**
 * A matrix [height, width] by which rows are multiplied, with copies in other orders of its
 * elements.
 */
final class Factor {
  private final OnednnTensor elements;
  private final boolean transposed;
  private final String name;
  private final Map<Order, OnednnTensor> copies = new HashMap<>();

  /** An order of a matrix's elements that some products are fastest with; equality is identity. */
  static final class Order {
    private final memory.desc format;

    Order(memory.desc format) {
      this.format = format;
    }

    memory.desc format() {
      return format;
    }
  }

  /**
   * A matrix. Its elements must not change afterwards.
   *
   * @param elements the matrix, or its transpose
   * @param transposed whether {@code elements} is the transpose
   * @param name the name of the scratch memory for copies
   */
  Factor(OnednnTensor elements, boolean transposed, String name) {
    this.elements = elements;
    this.transposed = transposed;
    this.name = name;
  }

  OnednnTensor elements() {
    return elements;
  }

  boolean isTransposed() {
    return transposed;
  }

  String name() {
    return name;
  }

  /** The copies in other orders. */
  Map<Order, OnednnTensor> copies() {
    return copies;
  }

  int height() {
    return transposed ? elements.shape().last() : elements.shape().extent(0);
  }

  int width() {
    return transposed ? elements.shape().extent(0) : elements.shape().last();
  }

  /** The matrix in its own layout, as the weights of a convolution. */
  memory.desc lying() {
    long across = elements.shape().last();
    long[] strides = transposed ? new long[] {across, 1, 1, 1} : new long[] {1, across, 1, 1};
    return new memory.desc(new long[] {width(), height(), 1, 1}, data_type.f32, strides);
  }
}
