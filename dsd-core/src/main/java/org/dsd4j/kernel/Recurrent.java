package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers: one layer in one direction over all steps of a batch of sequences [N, T, I].
 *
 * <p>Steps beyond a sequence's {@linkplain Lengths length} are ignored: no result depends on their
 * values, outputs and gradients there are exactly 0, the final state is the one after the last real
 * step, and a reversed layer starts with that step.
 */
public interface Recurrent {
  /**
   * The shape of the tensor in which a forward call saves values for the backward call; each
   * implementation has its own. Its elements are not of a 16-bit type, even if activations are.
   *
   * @param x the input's shape, [N, T, I]
   * @param hidden H, the size of the state
   */
  Shape savedShape(RecurrentCell cell, Shape x, int hidden);

  /**
   * Computes the state after each step.
   *
   * @param x the input, [N, T, I]
   * @param initial the states before the first step; NONE for zeros
   * @param saved receives the values for {@link #backward}, of {@link #savedShape}
   * @throws org.dsd4j.tensor.ShapeException if a tensor does not fit the others; nothing is written
   */
  void forward(
      Sweep sweep, Tensor x, Weights weights, States initial, Outputs outputs, Tensor saved);

  /**
   * The gradients of {@link #forward}; those that are null in {@code wanted} are not computed.
   * {@code saved} is not changed.
   *
   * @param x the input of the forward call
   * @param given the gradients of the outputs
   */
  void backward(
      Sweep sweep,
      Tensor x,
      Weights weights,
      Tensor saved,
      OutputGradients given,
      Gradients wanted);

  /**
   * The computation over the sequences.
   *
   * @param cell the computation of each step
   * @param lengths the number of real steps of each sequence
   * @param reversed whether each sequence is read from its last real step to its first
   */
  record Sweep(RecurrentCell cell, Lengths lengths, boolean reversed) {}

  /**
   * The parameters, in PyTorch's layout.
   *
   * @param input W, [gates · H, I]
   * @param hidden U, [gates · H, H]
   * @param inputBias b, [gates · H]; null, together with the other, for none
   * @param hiddenBias c, [gates · H]
   */
  record Weights(
      Tensor input, Tensor hidden, @Nullable Tensor inputBias, @Nullable Tensor hiddenBias) {}

  /**
   * States of a batch, each in H channels of a tensor [N, ...] that may have more channels.
   *
   * @param hidden the state; null if it is not used
   * @param cell the LSTM's cell; null if it is not used or there is none
   * @param from the index of the first of the H channels
   */
  record States(@Nullable Tensor hidden, @Nullable Tensor cell, int from) {
    /** No states. */
    public static final States NONE = new States(null, null, 0);
  }

  /**
   * H of the channels of a tensor [N, T, C].
   *
   * @param tensor the whole
   * @param from the index of the first of the H channels
   */
  record Channels(Tensor tensor, int from) {}

  /**
   * The tensors for the results. They may be the same as {@code initial}'s, which are read first.
   *
   * @param sequence receives the state after each step; null if it is not used
   * @param last receive the states after each sequence's last step; any number of them
   */
  record Outputs(@Nullable Channels sequence, List<States> last) {}

  /**
   * The gradients of the results.
   *
   * @param sequence the gradients of the states after each step; null for zeros
   * @param last the gradients of the states after the last step; NONE for zeros
   */
  record OutputGradients(@Nullable Channels sequence, States last) {}

  /**
   * The tensors for the gradients.
   *
   * @param x the input's
   * @param weights the parameters'
   * @param initial the initial states'
   */
  record Gradients(@Nullable InputGradient x, WeightGradients weights, States initial) {}

  /**
   * The tensor for the input's gradient.
   *
   * @param tensor [N, T, I]
   * @param added whether the gradient is added to the tensor's values instead of replacing them
   */
  record InputGradient(Tensor tensor, boolean added) {}

  /**
   * The tensors for the gradients of {@link Weights}; null for gradients that are not requested.
   *
   * @param input of W
   * @param hidden of U
   * @param inputBias of b
   * @param hiddenBias of c
   */
  record WeightGradients(
      @Nullable Tensor input,
      @Nullable Tensor hidden,
      @Nullable Tensor inputBias,
      @Nullable Tensor hiddenBias) {}
}
