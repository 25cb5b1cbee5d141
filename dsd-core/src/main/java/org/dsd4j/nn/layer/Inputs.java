package org.dsd4j.nn.layer;

import java.util.List;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/** Checks of the shapes of layers' inputs. */
public final class Inputs {
  private Inputs() {}

  /** The only input. */
  public static Shape single(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(
          "inputs",
          "one input",
          inputs.size(),
          "name one source, or join several by Add or Concat");
    }
    return inputs.get(0);
  }

  /** The only input, which must be an image [H, W, C]. */
  public static Shape image(List<Shape> inputs) {
    Shape shape = single(inputs);
    if (shape.rank() != 3) {
      throw new ShapeException(
          "input", "an image [height, width, channels]", shape, "do not flatten before this layer");
    }
    return shape;
  }

  /** The only input, which must have at least one dimension. */
  public static Shape features(List<Shape> inputs) {
    Shape shape = single(inputs);
    if (shape.rank() == 0) {
      throw new ShapeException("input", "at least one feature", shape, "add a dimension");
    }
    return shape;
  }

  /** The only input, which must be a sequence [T, ...]. */
  public static Shape steps(List<Shape> inputs) {
    Shape shape = single(inputs);
    if (shape.rank() == 0) {
      throw new ShapeException(
          "input", "a sequence [T, ...]", shape, "put this layer where there are steps");
    }
    return shape;
  }

  /** The only input, which must be a sequence of vectors [T, F]. */
  static Shape vectors(List<Shape> inputs) {
    Shape shape = single(inputs);
    if (shape.rank() != 2) {
      throw new ShapeException(
          "input", "a sequence of vectors [T, F]", shape, "make vectors by FlattenSteps");
    }
    return shape;
  }

  public static Extent extent(Shape image) {
    return new Extent(image.extent(-3), image.extent(-2));
  }

  /** The shape of an image of this size; fails if the window did not fit. */
  public static Shape sized(Extent size, int channels, Shape input, Object window) {
    if (size.height() < 1 || size.width() < 1) {
      throw new ShapeException(
          "input",
          "an image at least as large as the window of " + window,
          input,
          "take a smaller window, more padding or a larger image");
    }
    return Shape.of(size.height(), size.width(), channels);
  }
}
