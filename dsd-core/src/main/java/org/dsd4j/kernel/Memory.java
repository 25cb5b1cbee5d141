package org.dsd4j.kernel;

import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** Allocates, owns and releases tensors. */
public interface Memory {
  /**
   * A new tensor of zeros.
   *
   * @throws OutOfMemoryError if there is not enough memory; the message has the requested size
   */
  Tensor allocate(ElementType type, Shape shape);

  /**
   * Releases a tensor's memory. Releasing a view has no effect; it stays valid as long as its
   * source.
   */
  void release(Tensor tensor);

  /** A view of the same elements with another shape, which must have as many elements. */
  default Tensor view(Tensor source, Shape shape) {
    if (shape.elements() != source.shape().elements()) {
      throw new ShapeException(
          "view",
          source.shape().elements() + " elements",
          shape,
          "view a tensor in a shape with as many elements");
    }
    return view(source, 0, shape);
  }

  /**
   * A view of this shape on the elements of {@code source} from index {@code offset} on, both
   * row-major.
   *
   * @throws ShapeException if there are too few elements
   */
  Tensor view(Tensor source, long offset, Shape shape);

  /**
   * A tensor on all elements of {@code source} that is released before it, together with everything
   * that the kernels keep for computing on it and its views. Using it after its release is an
   * error, even while {@code source} is valid.
   */
  Tensor alias(Tensor source);

  /** Sets every element to a value. */
  void fill(Tensor tensor, double value);

  /** Copies between tensors with the same number of elements. */
  void copy(Tensor from, Tensor to);

  /** Whether all elements are finite. */
  boolean allFinite(Tensor tensor);

  /** The number of bytes currently allocated, including scratch memory. */
  long bytesHeld();
}
