package org.dsd4j.kernel;

import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normalisations. Those over a batch take padded sequences [N, T, ...] too: steps beyond a
 * sequence's {@linkplain Lengths length} are ignored, with any values including NaN, and outputs
 * and gradients there are exactly 0.
 */
public interface Norms {
  /**
   * Batch normalisation in training: y = (x − mean) / √(variance + ε) · scale + shift, for each
   * channel over all real rows. Writes the batch's mean and biased variance into the operands.
   *
   * @param rectified whether negative results become 0
   */
  void batchNorm(Lengths lengths, NormOperands operands, boolean rectified, Tensor y);

  /**
   * The gradients of {@link #batchNorm}, through the statistics. The operands' x and, where {@code
   * rectified} is given, that output are the very tensors of the forward call.
   *
   * @param rectified the output, where the forward call was rectified; otherwise null
   */
  void batchNormBackward(
      Lengths lengths,
      NormOperands operands,
      @Nullable Tensor rectified,
      Tensor gradY,
      NormGradients gradients);

  /**
   * Batch normalisation with the operands' mean and variance as they are.
   *
   * @param rectified whether negative results become 0
   */
  void batchNormInference(Lengths lengths, NormOperands operands, boolean rectified, Tensor y);

  /** The gradients of {@link #batchNormInference}, not rectified: the statistics are constants. */
  void batchNormInferenceBackward(
      Lengths lengths, NormOperands operands, Tensor gradY, NormGradients gradients);

  /**
   * Layer normalisation of each row over the last dimension. Writes each row's mean and biased
   * variance into the operands ([rows] each); scale and shift are [last].
   */
  void layerNorm(NormOperands operands, Tensor y);

  /** The gradients of {@link #layerNorm}. */
  void layerNormBackward(NormOperands operands, Tensor gradY, NormGradients gradients);

  /** Local response normalisation over neighbouring channels. */
  void localResponse(LocalResponse settings, Tensor x, Tensor y);

  /** The gradient of {@link #localResponse}. */
  void localResponseBackward(LocalResponse settings, Tensor x, Tensor gradY, Tensor gradX);

  /**
   * What a normalisation works on.
   *
   * @param x the input
   * @param scale gamma
   * @param shift beta
   * @param mean the mean, written or read
   * @param variance the biased variance, written or read
   * @param epsilon what is added to the variance
   */
  record NormOperands(
      Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, double epsilon) {}

  /**
   * Where the gradients of a normalisation go; null where one is not wanted.
   *
   * @param x the input's
   * @param scale gamma's
   * @param shift beta's
   */
  record NormGradients(@Nullable Tensor x, @Nullable Tensor scale, @Nullable Tensor shift) {}

  /**
   * y = x / (k + alpha/size · Σ x²)^beta, the sum over {@code size} neighbouring channels, ⌊size/2⌋
   * of them before (Krizhevsky et al. 2012; alpha divided by size as in PyTorch and Caffe).
   *
   * @param size how many channels a sum covers
   * @param alpha the factor of the sum
   * @param beta the exponent
   * @param k what is added to the sum
   */
  record LocalResponse(int size, double alpha, double beta, double k) {}
}
