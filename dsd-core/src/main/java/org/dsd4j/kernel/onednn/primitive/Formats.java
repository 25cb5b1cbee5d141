package org.dsd4j.kernel.onednn.primitive;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * oneDNN's descriptions of tensors, in which channels are the second dimension whatever their
 * layout.
 */
public final class Formats {
  private Formats() {}

  public static data_type type(ElementType type) {
    return switch (type) {
      case FLOAT32 -> data_type.f32;
      case BFLOAT16 -> data_type.bf16;
      case FLOAT64 ->
          throw new IllegalArgumentException(
              "element type: expected FLOAT32 or BFLOAT16, received FLOAT64; compute in double"
                  + " precision on ND4J's kernels");
    };
  }

  /** All elements in one dimension. */
  public static memory.desc flat(Tensor tensor) {
    return new memory.desc(
        new long[] {tensor.shape().elements()}, type(tensor.type()), format_tag.a);
  }

  /** Rows of vectors along the last dimension. */
  public static memory.desc matrix(Tensor tensor) {
    Shape shape = tensor.shape();
    return new memory.desc(
        new long[] {shape.rows(), shape.last()}, type(tensor.type()), format_tag.ab);
  }

  /** An image [N,H,W,C]; any other shape as an image of a single column of pixels, [1,rows,1,C]. */
  public static memory.desc image(Tensor tensor) {
    return new memory.desc(imageExtents(tensor.shape()), type(tensor.type()), format_tag.nhwc);
  }

  private static long[] imageExtents(Shape shape) {
    return shape.rank() == 4
        ? new long[] {shape.extent(0), shape.extent(3), shape.extent(1), shape.extent(2)}
        : new long[] {1, shape.last(), shape.rows(), 1};
  }

  /** A convolution's weights [O, I/groups, kH, kW]. */
  static memory.desc filters(Tensor weight, int groups) {
    return new memory.desc(
        filterExtents(weight.shape(), groups),
        type(weight.type()),
        groups == 1 ? format_tag.oihw : format_tag.goihw);
  }

  /** A convolution's weights in a format that the primitive chooses, in another type. */
  static memory.desc anyFilters(Tensor weight, int groups, data_type type) {
    return new memory.desc(filterExtents(weight.shape(), groups), type, format_tag.any);
  }

  private static long[] filterExtents(Shape shape, int groups) {
    int out = shape.extent(0);
    return groups == 1
        ? shape.toLongs()
        : new long[] {groups, out / groups, shape.extent(1), shape.extent(2), shape.extent(3)};
  }

  /** A vector. */
  public static memory.desc vector(Tensor tensor) {
    return flat(tensor);
  }
}
