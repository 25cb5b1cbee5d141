package org.dsd4j.kernel;

import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Operations on padded batches of sequences [N, T, ...].
 *
 * <p>Steps beyond a sequence's {@linkplain Lengths length} are ignored, with any values including
 * NaN: no result depends on them, and outputs and gradients there are exactly 0.
 */
public interface Sequences {
  /** The index that names no row: its output is 0, and nothing gets a gradient by it. */
  int NO_INDEX = -1;

  /**
   * Row number {@code index} of the weight for each index.
   *
   * @param indices [N, ...], whole numbers as floating-point values
   * @param weight [vocabulary, size]
   * @param y [N, ..., size]
   * @throws IllegalArgumentException if an index is no whole number, or neither {@link #NO_INDEX}
   *     nor that of a row; the message has its value, and nothing is written
   */
  void embedding(Lengths lengths, Tensor indices, Tensor weight, Tensor y);

  /** Each row's gradient: the sum of gradY over its positions, in their order. */
  void embeddingBackward(Lengths lengths, Tensor indices, Tensor gradY, Tensor gradWeight);

  /** Copies real steps and sets all others to 0. {@code y} may be {@code x}. */
  void mask(Lengths lengths, Tensor x, Tensor y);

  /**
   * y[t, f] = Σⱼ weight[f, j] · x[t + j, f], where x is 0 beyond the sequence.
   *
   * @param x [N, T, F]
   * @param weight [F, window]
   * @param y [N, T, F]
   */
  void rowConvolution(Lengths lengths, Tensor x, Tensor weight, Tensor y);

  /** The gradients of {@link #rowConvolution}, which has no bias. */
  void rowConvolutionBackward(
      Lengths lengths, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients);

  /**
   * Each step with its neighbours: y[t] is x[t − before], x[t − before + 1], … joined, as many as y
   * is wider than x, where x is 0 outside of the sequence.
   *
   * @param x [N, T, F]
   * @param y [N, T, window · F]
   */
  void window(Lengths lengths, int before, Tensor x, Tensor y);

  /** The gradient of {@link #window}. */
  void windowBackward(Lengths lengths, int before, Tensor gradY, Tensor gradX);

  /**
   * Multiplies every step of a sequence, real or not, by the same factors.
   *
   * @param x [N, T, ...]
   * @param factors [N, ...]
   */
  void scaleSteps(Tensor x, Tensor factors, Tensor y);

  /**
   * Puts one step before each sequence, which so becomes longer by one.
   *
   * @param lengths those of {@code rest}
   * @param first [N, ...]
   * @param rest [N, T, ...]
   * @param whole [N, T + 1, ...]
   */
  void prepend(Lengths lengths, Tensor first, Tensor rest, Tensor whole);

  /** The gradients of {@link #prepend}; null where one is not wanted. */
  void prependBackward(
      Lengths lengths, Tensor gradWhole, @Nullable Tensor gradFirst, @Nullable Tensor gradRest);
}
