package org.dsd4j.datasets.pictures;

import java.nio.file.Path;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Normalization;

/**
 * Fashion-MNIST (Xiao et al. 2017): 60,000 and 10,000 grey images of clothes, [28, 28, 1], in four
 * IDX files named as MNIST's, compressed or not. Pixels are normalised to mean 0 and deviation 1
 * over the training part.
 */
public final class FashionMnist {
  private static final IdxImages FILES =
      new IdxImages(
          "Fashion-MNIST",
          List.of(
              "T-shirt/top",
              "trouser",
              "pullover",
              "dress",
              "coat",
              "sandal",
              "shirt",
              "sneaker",
              "bag",
              "ankle boot"),
          Normalization.of(new float[] {0.2860f}, new float[] {0.3530f}));

  private FashionMnist() {}

  /** The normalization of both parts: mean and deviation of the training images. */
  public static Normalization normalization() {
    return FILES.normalization();
  }

  /**
   * The training part.
   *
   * @throws org.dsd4j.data.CorruptDataException if a file is missing or damaged
   */
  public static Dataset train(Path folder) {
    return FILES.read(folder, "train", "train");
  }

  /**
   * The test part.
   *
   * @throws org.dsd4j.data.CorruptDataException if a file is missing or damaged
   */
  public static Dataset test(Path folder) {
    return FILES.read(folder, "t10k", "test");
  }

  /**
   * A training part among a class's resources: a folder relative to the class, with {@code
   * train-images-idx3-ubyte.gz} and {@code train-labels-idx1-ubyte.gz}.
   */
  public static Dataset trainResources(Class<?> beside, String folder) {
    return FILES.readResources(beside, folder, "train", "train, part");
  }

  /** A test part among a class's resources, named as {@code t10k-images-idx3-ubyte.gz}. */
  public static Dataset testResources(Class<?> beside, String folder) {
    return FILES.readResources(beside, folder, "t10k", "test, part");
  }
}
