package org.dsd4j.nn.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Shape;

/**
 * A differentiable function with parameters, such as a convolution.
 *
 * <p>A layer is an immutable description. It holds no tensors: the network owns parameters,
 * outputs, gradients and the values saved between forward and backward, lays them out once for each
 * mode and batch size, and passes them in a {@link Pass}. So one layer object may serve several
 * networks, and a backward computation reads only what the forward one read or wrote.
 *
 * <p>A new layer is one class that extends none and one test that extends {@code LayerContract}.
 */
public interface Layer {
  /**
   * The shape of the output for inputs of these shapes, all without the batch dimension.
   *
   * @throws org.dsd4j.tensor.ShapeException if the layer cannot take such inputs
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * The number of real steps of an output sequence [T, ...] for an input with this number of them:
   * the same, unless the layer changes the number of steps, as a convolution does.
   */
  default int outputLength(int inputLength) {
    return inputLength;
  }

  /**
   * Whether the output is no sequence where the input is one, such as the last state of a recurrent
   * layer; lengths end here then.
   */
  default boolean endsSequences() {
    return false;
  }

  /**
   * Whether the layer takes no padded sequences, since it would count padding like steps: a mean
   * over all of them, or a vector in which each has its place.
   */
  default boolean needsWholeSequences() {
    return false;
  }

  /**
   * The number of the input that is the sequence whose {@linkplain Pass#lengths lengths} the layer
   * sees and passes on; 0 by default.
   */
  default int sequenceInput() {
    return 0;
  }

  /**
   * Whether the inputs are indices, such as numbers of words. Their gradient is 0, and a network
   * input that only such layers read has the network's element type, even where activations have a
   * narrower one, which cannot hold all indices.
   */
  default boolean readsIndices() {
    return false;
  }

  /** The parameters and statistics for inputs of these shapes, in the order of saved files. */
  default List<ParameterSpec> parameters(List<Shape> inputs) {
    return List.of();
  }

  /**
   * The tensors that the forward computation saves for the backward one; shapes include the batch
   * dimension.
   *
   * @param kernels give the shapes of what they save themselves
   */
  default List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    return List.of();
  }

  /**
   * The multiply-adds of the products in one sample's forward computation, for estimates of time;
   * other operations do not count.
   */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /**
   * Those {@link #multiplyAdds} that are products of the inputs and are repeated for the inputs'
   * gradients: all, unless the layer has other products as well, as recurrent layers have with
   * their state.
   */
  default long multiplyAddsOfInputs(List<Shape> inputs) {
    return multiplyAdds(inputs);
  }

  /** Computes the output. */
  void forward(Pass pass);

  /** Computes the requested gradients. */
  void backward(BackwardPass pass);

  /**
   * The values of the forward computation that {@link #backward} reads in addition to saved
   * tensors.
   */
  default Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS, Reads.OUTPUT);
  }

  /**
   * The number of rows of the table whose indices the input's elements are: whole numbers below it,
   * or −1 for none. Empty for a layer that computes with the values.
   */
  default OptionalInt indices() {
    return OptionalInt.empty();
  }

  /**
   * Whether every input's gradient equals the output's, as {@link #backward} leaves it. Then the
   * network may let them share memory and not request them.
   */
  default boolean passesGradientOn() {
    return false;
  }

  /**
   * Whether the output has the elements of the only input in their order, and the gradients
   * likewise. Then the network may let them share memory and not run the layer.
   *
   * @param inputs the inputs' shapes, without the batch
   */
  default boolean isView(Mode mode, List<Shape> inputs) {
    return false;
  }

  /**
   * The activation function, if the layer does nothing but apply one to each element. The network
   * may then fuse it with the layer before, if only this layer reads that one's output.
   */
  default Optional<Activation> activation() {
    return Optional.empty();
  }

  /**
   * Which part of this function the layer computes together with its own results when {@link
   * Pass#activation()} gives it. Nothing by default: then the network applies the function in
   * place, if {@link #backward} does not read the output.
   *
   * @param held the value of {@link Pass#holdsStatistics()}
   */
  default Fusing fusing(Activation function, boolean held) {
    return Fusing.NONE;
  }

  /**
   * The kind of layer with its settings as plain values, from which {@link LayerKinds#make} makes
   * it again; see {@link LayerDescription}. Empty for a layer without such a description, whose
   * networks can be saved as weights alone.
   */
  default Optional<LayerDescription> description() {
    return Optional.empty();
  }

  /** The layer with its settings in a few words, for tables and provenance: {@code Dense(300)}. */
  @Override
  String toString();
}
