package org.dsd4j.kernel;

import org.dsd4j.tensor.Tensor;

/** Pooling and resampling of images [N,H,W,C]. */
public interface Pooling {
  /** The largest value in each window; padding is ignored. */
  void max(Pool settings, Tensor x, Tensor y);

  /**
   * The gradient of {@link #max}: it goes to the first largest value of each window. {@code x} and
   * {@code y} must be the same tensors as in the forward call.
   */
  void maxBackward(Pool settings, Tensor x, Tensor y, Tensor gradY, Tensor gradX);

  /**
   * The mean of each window. With {@code countPadding} the padding counts as zeros, but elements
   * that {@code ceilMode} adds beyond it do not count, as in PyTorch.
   */
  void average(Pool settings, boolean countPadding, Tensor x, Tensor y);

  /** The gradient of {@link #average}. */
  void averageBackward(Pool settings, boolean countPadding, Tensor gradY, Tensor gradX);

  /**
   * The mean over windows chosen so that the result has y's height and width: output i covers
   * inputs ⌊i·in/out⌋ to ⌈(i+1)·in/out⌉ − 1.
   */
  void adaptiveAverage(Tensor x, Tensor y);

  /** The gradient of {@link #adaptiveAverage}. */
  void adaptiveAverageBackward(Tensor gradY, Tensor gradX);

  /** Resamples x to y's height and width. */
  void resample(Interpolation interpolation, Tensor x, Tensor y);

  /** The gradient of {@link #resample}. */
  void resampleBackward(Interpolation interpolation, Tensor gradY, Tensor gradX);
}
