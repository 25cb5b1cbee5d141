package org.dsd4j.datasets.pictures;

import java.nio.file.Path;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Normalization;

/**
 * MNIST (LeCun et al. 1998): 60,000 and 10,000 grey images of handwritten digits, [28, 28, 1], in
 * the four IDX files with their original names, compressed or not. Pixels are normalised to mean 0
 * and deviation 1 over the training part.
 */
public final class Mnist {
  private static final IdxImages FILES =
      new IdxImages(
          "MNIST",
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          Normalization.of(new float[] {0.1307f}, new float[] {0.3081f}));

  private Mnist() {}

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
}
