package org.dsd4j.nn.spec;

import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a layer sees of one forward computation: its inputs, its parameters and where the results
 * go. All tensors include the batch dimension and belong to the network.
 */
public interface Pass {
  /** The kernels in use. */
  Kernels kernels();

  /** What the computation is for. */
  Mode mode();

  /**
   * Whether the layer takes its statistics as they are, and neither those of the batch nor gathers
   * any: in inference, and in training where they are {@linkplain
   * org.dsd4j.nn.Network#holdStatistics held}. A state that is carried from batch to batch is
   * neither used nor left.
   */
  default boolean holdsStatistics() {
    return mode() == Mode.INFERENCE;
  }

  /**
   * The function that the layer's output ends with, if there is one of which it said that it
   * {@linkplain Layer#fusing fuses} it.
   */
  default @Nullable Activation activation() {
    return null;
  }

  /**
   * Whether this repeats a forward computation whose results were not kept: the same results again,
   * without any other effect such as moved statistics.
   */
  default boolean isRecomputation() {
    return false;
  }

  /**
   * Whether the network's inputs hold values that are not finite, in inference. Layers whose
   * kernels would make a number of NaN, such as a maximum, then see to it that it stays NaN.
   */
  default boolean keepsNaN() {
    return false;
  }

  /** The number of inputs. */
  int inputs();

  /** Input number {@code index}. */
  Tensor input(int index);

  /** The only input, or the first. */
  default Tensor input() {
    return input(0);
  }

  /**
   * How many steps of each sequence of the first input [N, T, ...], or of the {@linkplain
   * Layer#sequenceInput one that is a sequence}, are real; {@linkplain Lengths#whole() whole} where
   * nothing is padded.
   */
  default Lengths lengths() {
    return Lengths.whole();
  }

  /** Where the output goes. */
  Tensor output();

  /** The parameter or statistic that the layer declared under this name. */
  Tensor parameter(String name);

  /** The tensor that the layer declared as saved under this name. */
  Tensor saved(String name);

  /** Logs this for the layer, once for each network and message. */
  void warn(String message);

  /** Where this layer's randomness in this step comes from. */
  Seed randomness();
}
