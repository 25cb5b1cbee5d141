package org.dsd4j.nn.graph;

import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * A layer with its place in a network.
 *
 * @param name its unique name in the network
 * @param layer the layer
 * @param sources the names of the nodes or network inputs that it reads, in order
 * @param inputShapes their shapes, without the batch
 * @param outputShape the shape of its output, without the batch
 * @param held whether its statistics are held in training, too
 */
public record Node(
    String name,
    Layer layer,
    List<String> sources,
    List<Shape> inputShapes,
    Shape outputShape,
    boolean held) {
  /** The parameters that the layer declares; names are within the layer. */
  public List<ParameterSpec> parameterSpecs() {
    return layer.parameters(inputShapes);
  }

  /** The number of trainable elements. */
  public long parameterCount() {
    return parameterSpecs().stream()
        .filter(spec -> spec.role().trainable())
        .mapToLong(spec -> spec.shape().elements())
        .sum();
  }

  /**
   * Throws unless this node, with inputs of other extents, has the same parameters as the node that
   * was built.
   *
   * @throws ShapeException if it has others
   */
  void checkSameParameters(Node built) {
    List<Shape> own = parameterSpecs().stream().map(ParameterSpec::shape).toList();
    List<Shape> expected = built.parameterSpecs().stream().map(ParameterSpec::shape).toList();
    if (!own.equals(expected)) {
      throw new ShapeException(
          "input of layer '" + name + "' (" + layer + ")",
          "a shape for the same parameters as " + built.inputShapes(),
          inputShapes,
          "pass inputs of the size that the network was built for, or build it for these");
    }
  }

  /** The multiply-adds of one sample; see {@link Layer#multiplyAdds}. */
  public long multiplyAdds() {
    return layer.multiplyAdds(inputShapes);
  }

  /** The multiply-adds that are repeated for the gradients of the inputs. */
  long multiplyAddsOfInputs() {
    return layer.multiplyAddsOfInputs(inputShapes);
  }

  /**
   * The name of the source whose lengths it sees and passes on.
   *
   * @hidden
   */
  @Internal
  public String sequenceSource() {
    return sources.get(layer.sequenceInput());
  }

  /**
   * Checks that the layer can take sequences of these lengths.
   *
   * @param input the sequences' shape, [N, T, ...]
   * @throws ShapeException if some are padded and it {@linkplain Layer#needsWholeSequences() takes
   *     none that are}
   * @hidden
   */
  @Internal
  public void checkLengths(Shape input, Lengths lengths) {
    if (lengths.isWhole() || !layer.needsWholeSequences()) {
      return;
    }
    int samples = input.extent(0);
    int extent = input.extent(1);
    if (lengths.total(samples, extent) < (long) samples * extent) {
      throw new ShapeException(
          "input of layer '" + name + "' (" + layer + ")",
          "sequences of one length, as it would count padding like steps",
          lengths + " of " + extent + " steps",
          "take GlobalMaxPool behind a ReLU and MaskPadding, or a recurrent layer's last state");
    }
  }

  /** The full name of a parameter of this layer. */
  public String parameterName(String name) {
    return Parameter.nameOf(this.name, name);
  }

  /** Whether it has statistics, or a carried state, that can be held. */
  public boolean hasStatistics() {
    return parameterSpecs().stream().anyMatch(spec -> !spec.role().trainable());
  }

  /** This node with its statistics held, if it has any. */
  Node holdingStatistics() {
    return new Node(name, layer, sources, inputShapes, outputShape, hasStatistics());
  }

  /** The layer with its settings and those of the node, in a few words. */
  public String description() {
    return held ? layer + ", statistics held" : layer.toString();
  }
}
