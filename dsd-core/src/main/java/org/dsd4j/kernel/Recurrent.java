package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers: one layer in one direction over all steps of a batch of sequences [N, T, I].
 *
 * <p>Steps beyond a sequence's {@linkplain Lengths length} take no part: whatever they hold, no
 * result depends on it, outputs and gradients there are exactly 0, the final state is the one after
 * the last real step, and a reversed layer starts with it.
 */
public interface Recurrent {
  /**
   * The shape of the tensor in which a forward call keeps what the backward one reads, whatever
   * kernels compute. It holds no narrow numbers, even where activations are such.
   *
   * @param x the input's shape, [N, T, I]
   * @param hidden H, the size of the state
   */
  static Shape savedShape(RecurrentCell cell, Shape x, int hidden) {
    return RecurrentSizes.of(cell, x, hidden).savedShape();
  }

  /**
   * Computes the state after each step.
   *
   * @param x the input, [N, T, I]
   * @param initial the states before the first step; none for zeros
   * @param saved what is kept for {@link #backward}, of {@link #savedShape}
   * @throws org.dsd4j.tensor.ShapeException if a tensor does not fit the others; nothing is written
   */
  void forward(
      Sweep sweep, Tensor x, Weights weights, States initial, Outputs outputs, Tensor saved);

  /**
   * The gradients of {@link #forward}; those that {@code wanted} lacks are not computed. {@code
   * saved} stays as it is.
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
   * How the sequences are gone through.
   *
   * @param cell what is computed at each step
   * @param lengths how many steps of each sequence are real
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
   * States of a batch, each in H channels of a tensor [N, ...] that may have more for each sample.
   *
   * @param hidden the state; null where it does not matter
   * @param cell the LSTM's cell; null where it does not matter or there is none
   * @param from the number of the first of the H channels
   */
  record States(@Nullable Tensor hidden, @Nullable Tensor cell, int from) {
    /** None. */
    public static final States NONE = new States(null, null, 0);
  }

  /**
   * H channels of a tensor [N, T, C] that may have more.
   *
   * @param tensor the whole
   * @param from the number of the first of the H channels
   */
  record Channels(Tensor tensor, int from) {}

  /**
   * Where the results go. The same tensors may be {@code initial}'s: those are read first.
   *
   * @param sequence the state after each step; null where it does not matter
   * @param last where the states after each sequence's last step go, any number of places
   */
  record Outputs(@Nullable Channels sequence, List<States> last) {}

  /**
   * The gradients of the results.
   *
   * @param sequence of the states after each step; null for zeros
   * @param last of the states after the last step; none for zeros
   */
  record OutputGradients(@Nullable Channels sequence, States last) {}

  /**
   * Where the gradients go.
   *
   * @param x the input's
   * @param weights the parameters'
   * @param initial the initial states'
   */
  record Gradients(@Nullable InputGradient x, WeightGradients weights, States initial) {}

  /**
   * Where an input's gradient goes.
   *
   * @param tensor [N, T, I]
   * @param added whether it is added to what is there, not written over it
   */
  record InputGradient(Tensor tensor, boolean added) {}

  /**
   * Where the gradients of {@link Weights} go; null where one is not wanted.
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
