package org.dsd4j.nn.spec;

import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer's view of one forward computation: its inputs, parameters, output and saved tensors. All
 * values include the batch dimension; all tensors belong to the network.
 */
public interface Pass {
  /** The kernels in use. */
  Kernels kernels();

  /** The purpose of the computation. */
  Mode mode();

  /**
   * Whether the layer uses its gathered statistics and gathers none: in inference, and in training
   * where they are {@linkplain org.dsd4j.nn.Network#holdStatistics held}. A state that is carried
   * from batch to batch is then neither read nor written.
   */
  default boolean holdsStatistics() {
    return mode() == Mode.INFERENCE;
  }

  /**
   * The share of the way to a batch's statistics by which the layer moves its running ones: {@code
   * usual}, the layer's own, unless they are {@linkplain
   * org.dsd4j.nn.NetworkPass#averagingStatistics averaged}.
   */
  default double statisticsShare(double usual) {
    return usual;
  }

  /**
   * The activation function to apply to the layer's output, if one is {@linkplain Layer#fusing
   * fused}.
   */
  default @Nullable Activation activation() {
    return null;
  }

  /**
   * Whether this repeats a forward computation whose results were not kept: it writes the same
   * results and has no other effect, such as moving statistics.
   */
  default boolean isRecomputation() {
    return false;
  }

  /**
   * Whether NaN must be kept: in inference, when the network's inputs hold values that are not
   * finite. Layers whose kernels would turn NaN into a number, such as a maximum, then write NaN.
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
   * How many steps of each sequence of the {@linkplain Layer#sequenceInput input that is a
   * sequence} [N, T, ...] are real; {@linkplain Lengths#whole() whole} if nothing is padded.
   */
  default Lengths lengths() {
    return Lengths.whole();
  }

  /** The tensor for the output. */
  Tensor output();

  /** The parameter or statistic that the layer declared under this name. */
  Tensor parameter(String name);

  /** The tensor that the layer declared as saved under this name. */
  Tensor saved(String name);

  /** Logs a warning of the layer, once for each network and message. */
  void warn(String message);

  /** The seed of this layer in this step. */
  Seed randomness();
}
