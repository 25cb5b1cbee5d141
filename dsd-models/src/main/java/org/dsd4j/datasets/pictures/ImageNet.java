package org.dsd4j.datasets.pictures;

import org.dsd4j.data.Transform;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Pictures;

/**
 * Standard preprocessing for ImageNet (Russakovsky et al. 2015) and for networks trained on it. The
 * pictures themselves are read by {@link ImageFolder}.
 */
public final class ImageNet {
  // For red, green and blue, measured on a part of the training pictures; torchvision's weights
  // expect these.
  private static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  // Principal components of the colours of the training pictures, published with Facebook's
  // training of residual networks (Gross and Wilber 2016).
  private static final float[] EIGENVALUES = {0.2175f, 0.0188f, 0.0045f};
  private static final float[][] EIGENVECTORS = {
    {-0.5675f, -0.5808f, -0.5836f}, {0.7192f, -0.0045f, -0.6948f}, {0.4009f, -0.8140f, 0.4203f}
  };

  private static final float SHORTER_SIDE = 256f / 224;

  private ImageNet() {}

  /**
   * The framing for testing: scales the shorter side to 8/7 of the size, 256 for 224, and takes the
   * central square.
   */
  public static Framing evaluation(int size) {
    return Pictures.resizeAndCenterCrop(shorterSide(size), size);
  }

  /** The length to which the shorter side is scaled before a square of this size is cropped. */
  public static int shorterSide(int size) {
    return Math.round(size * SHORTER_SIDE);
  }

  /**
   * The means and deviations of the channels that torchvision's weights expect, except those of
   * {@link org.dsd4j.models.vision.GoogLeNet#pretrainedNormalization GoogLeNet}.
   */
  public static Normalization normalization() {
    return NORMALIZATION;
  }

  /** Normalises each channel to mean 0 and deviation 1, with torchvision's constants. */
  public static Transform normalize() {
    return NORMALIZATION.transform();
  }

  /**
   * Adds random colours along the principal components of ImageNet's colours, as in AlexNet's
   * training; use it after a colour jitter and before the normalisation.
   *
   * @param deviation 0.1 in the paper
   * @see Augment#lighting
   */
  public static Transform lighting(double deviation) {
    return Augment.lighting(deviation, EIGENVALUES, EIGENVECTORS);
  }
}
