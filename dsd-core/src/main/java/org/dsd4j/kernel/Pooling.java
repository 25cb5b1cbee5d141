package org.dsd4j.kernel;

import org.dsd4j.tensor.Tensor;

/** Pooling and resampling of images [N,H,W,C]. */
public interface Pooling {
  /** The largest value in each window; padding never wins. */
  void max(Pool settings, Tensor x, Tensor y);

  /**
   * The gradient of {@link #max}: the first largest value of a window gets it. {@code x} and {@code
   * y} are the very tensors of the forward call.
   */
  void maxBackward(Pool settings, Tensor x, Tensor y, Tensor gradY, Tensor gradX);

  /**
   * The mean of each window. With {@code countPadding} the padding counts as zeros, yet what {@code
   * ceilMode} reaches beyond it does not, as in PyTorch.
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
