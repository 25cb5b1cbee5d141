package org.dsd4j.kernel;

import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** The owner of tensors. */
public interface Memory {
  /**
   * A new tensor of zeros.
   *
   * @throws OutOfMemoryError if there is not enough memory; the message says how much was asked for
   */
  Tensor allocate(ElementType type, Shape shape);

  /**
   * Gives a tensor's memory back. A view gives nothing back and stays valid as long as its source.
   */
  void release(Tensor tensor);

  /** Another shape on the same elements; {@code shape} has as many of them. */
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
   * A tensor of this shape on the elements of {@code source} from number {@code offset} on, both
   * row-major.
   *
   * @throws ShapeException if there are too few elements
   */
  Tensor view(Tensor source, long offset, Shape shape);

  /**
   * A tensor on all elements of {@code source} that is released before it, and with it whatever is
   * kept for computing on it and its views. To use one afterwards is an error, even while {@code
   * source} is there.
   */
  Tensor alias(Tensor source);

  /** Sets every element. */
  void fill(Tensor tensor, double value);

  /** Copies between tensors with the same number of elements. */
  void copy(Tensor from, Tensor to);

  /** Whether no element is infinite or not a number. */
  boolean allFinite(Tensor tensor);

  /** The number of bytes held at the moment, scratch included. */
  long bytesHeld();
}
