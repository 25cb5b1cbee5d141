package org.dsd4j.nn;

import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/** Compares the shapes of passed arrays with a network's inputs. */
final class InputShapes {
  private static final int IMAGE = 3;

  private InputShapes() {}

  /**
   * Fails unless there is one value for each input.
   *
   * @param what was received, as a plural
   */
  static void checkCount(NetworkGraph built, int received, String what) {
    Check.argument(
        received == built.inputs().size(),
        "inputs",
        built.inputs().keySet(),
        received + " " + what,
        "pass one for each input, in this order");
  }

  /**
   * Fails unless a batch has the wanted shape.
   *
   * @param wanted with the batch in front
   */
  static void check(String input, Shape wanted, Shape received) {
    if (!received.equals(wanted)) {
      throw wrong(input, wanted, received, wanted.unbatched());
    }
  }

  /**
   * The structure for a batch of inputs of these shapes, which may have other extents than those
   * that the network was built for.
   *
   * @throws ShapeException if no layer could take them, or only with other parameters
   */
  static NetworkGraph graph(NetworkGraph built, Shape... batch) {
    int index = 0;
    for (Map.Entry<String, Shape> input : built.inputs().entrySet()) {
      Shape received = batch[index++];
      Shape shape = input.getValue();
      if (received.rank() != shape.rank() + 1 || isChannelsFirst(shape, received)) {
        throw wrong(input.getKey(), "[N, " + inner(shape) + "]", received, shape);
      }
    }
    try {
      return built.withInputs(List.of(batch).stream().map(Shape::unbatched).toList());
    } catch (ShapeException e) {
      throw e.at("the network's inputs are " + built.inputs() + ", received " + List.of(batch));
    }
  }

  private static ShapeException wrong(String input, Object wanted, Shape received, Shape shape) {
    String remedy;
    if (isChannelsFirst(shape, received)) {
      remedy = "images are [N, H, W, C] here: pass array.permute(0, 2, 3, 1)";
    } else if (holdsSamples(received, shape)) {
      remedy =
          "its samples have as many values in another shape: pass array.reshape(%s, %s)"
              .formatted(received.extent(0), inner(shape));
    } else if (received.rank() == shape.rank() || received.elements() == shape.elements()) {
      remedy =
          "the batch comes first: pass one sample as array.reshape(1, %s)"
              .formatted(inner(received.rank() == shape.rank() ? received : shape));
    } else {
      remedy = "pass a batch of samples of the shape " + shape + " that the network was built for";
    }
    return new ShapeException("input '" + input + "'", wanted, received, remedy);
  }

  /** Whether this is a batch of samples with fewer or more dimensions than theirs. */
  private static boolean holdsSamples(Shape received, Shape shape) {
    return received.rank() > 1
        && received.rank() != shape.rank() + 1
        && received.unbatched().elements() == shape.elements();
  }

  /** Whether a batch of images [N, C, H, W] is passed where channels come last. */
  private static boolean isChannelsFirst(Shape image, Shape batch) {
    return image.rank() == IMAGE
        && batch.rank() == IMAGE + 1
        && batch.extent(1) == image.last()
        && batch.last() != image.last();
  }

  private static String inner(Shape shape) {
    String text = shape.toString();
    return text.substring(1, text.length() - 1);
  }
}
