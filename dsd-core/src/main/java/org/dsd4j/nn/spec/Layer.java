package org.dsd4j.nn.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Shape;

/**
 * A differentiable function with parameters, such as a convolution.
 *
 * <p>A layer is an immutable description. It holds no tensors: the network owns parameters,
 * outputs, gradients and whatever is saved between forward and backward, lays them out once for
 * each mode and batch size, and hands them over in a {@link Pass}. So one layer object may serve
 * several networks, and a backward computation reads nothing but what its forward one was given or
 * wrote.
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
   * How many steps of an output sequence are real where so many of the input's are, [T, ...] being
   * the shapes; as many, unless the layer changes the number of steps, as a convolution does.
   */
  default int outputLength(int inputLength) {
    return inputLength;
  }

  /**
   * Whether the output is no sequence where the input is one, such as the last state of a recurrent
   * layer; then lengths mean nothing from here on.
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
   * Which of the inputs is the sequence whose {@linkplain Pass#lengths lengths} the layer sees and
   * hands on: the first, unless something else comes before it.
   */
  default int sequenceInput() {
    return 0;
  }

  /**
   * Whether the inputs are whole numbers that name something, such as words. Then they have no
   * gradient but 0, and an input of the network that only such layers read is kept in the network's
   * element type, even where activations are in a narrower one that has no room for such numbers.
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
   * @param kernels computes; asked for the shapes of what the kernels themselves save
   */
  default List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    return List.of();
  }

  /**
   * How many multiplications with an addition the products of one sample's forward computation
   * take, for estimates of time; what is not a product does not count.
   */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /**
   * How many of them are products of the inputs, which come again for the inputs' gradients where
   * those are asked for: all, unless the layer has products of other values as well, as recurrent
   * layers have of their state.
   */
  default long multiplyAddsOfInputs(List<Shape> inputs) {
    return multiplyAdds(inputs);
  }

  /** Computes the output. */
  void forward(Pass pass);

  /** Computes the gradients that are asked for. */
  void backward(BackwardPass pass);

  /** What {@link #backward} reads of the forward computation beside what that saved. */
  default Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS, Reads.OUTPUT);
  }

  /**
   * Whether every input's gradient is the output's, as {@link #backward} leaves it. Then the
   * network may let them share memory and not ask for them.
   */
  default boolean passesGradientOn() {
    return false;
  }

  /**
   * Whether the output has the elements of the only input in their order, and the gradients
   * likewise. Then the network may let them share memory and not ask the layer to copy.
   *
   * @param inputs the inputs' shapes, without the batch
   */
  default boolean isView(Mode mode, List<Shape> inputs) {
    return false;
  }

  /**
   * The function that the layer is, if it does nothing but apply one to each element. The network
   * may then make it the end of the layer before, where nobody else reads what that computes.
   */
  default Optional<Activation> activation() {
    return Optional.empty();
  }

  /**
   * How much of this function, where {@link Pass#activation()} names it, the layer computes in one
   * go with its own results. A layer of which kernels do nothing of the kind needs to say nothing:
   * the network applies the function in place, if {@link #backward} does not read the output.
   *
   * @param held what {@link Pass#holdsStatistics()} says then
   */
  default Fusing fusing(Activation function, boolean held) {
    return Fusing.NONE;
  }

  /**
   * The kind of layer with its settings as plain values, from which {@link LayerKinds#make} makes
   * it again; see {@link LayerDescription}. Empty for a layer that cannot be described so, whose
   * networks are saved as weights alone.
   */
  default Optional<LayerDescription> description() {
    return Optional.empty();
  }

  /** The layer with its settings in a few words, for tables and provenance: {@code Dense(300)}. */
  @Override
  String toString();
}
