package org.dsd4j.datasets.pictures;

import org.dsd4j.data.Transform;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Pictures;

/**
 * What is usual for pictures of ImageNet (Russakovsky et al. 2015), and for networks that were
 * trained on it. The pictures themselves lie in an {@link ImageFolder}.
 */
public final class ImageNet {
  // Of red, green and blue over a part of the training pictures, as torchvision's weights expect.
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
   * What networks for ImageNet are tested on: the square in the middle after the shorter side was
   * scaled to 8/7 of its size, 256 for 224.
   */
  public static Framing evaluation(int size) {
    return Pictures.resizeAndCenterCrop(shorterSide(size), size);
  }

  /** To what the shorter side is scaled before a square of this size is cut out. */
  public static int shorterSide(int size) {
    return Math.round(size * SHORTER_SIDE);
  }

  /**
   * The means and deviations of the channels that torchvision's weights expect, but for those of
   * {@link org.dsd4j.models.vision.GoogLeNet#pretrainedNormalization GoogLeNet}.
   */
  public static Normalization normalization() {
    return NORMALIZATION;
  }

  /** To mean 0 and deviation 1 of each channel, with torchvision's constants. */
  public static Transform normalize() {
    return NORMALIZATION.transform();
  }

  /**
   * Adds colours along the principal components of ImageNet's, as AlexNet's training did; after a
   * colour jitter and before the normalisation.
   *
   * @param deviation 0.1 in the paper
   * @see Augment#lighting
   */
  public static Transform lighting(double deviation) {
    return Augment.lighting(deviation, EIGENVALUES, EIGENVECTORS);
  }
}
