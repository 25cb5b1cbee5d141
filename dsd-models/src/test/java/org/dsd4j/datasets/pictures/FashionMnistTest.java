package org.dsd4j.datasets.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are MNIST's; what is said of damaged ones, {@link MnistTest} says. */
class FashionMnistTest extends DatasetContract {
  private static final int COUNT = 7;

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), MnistTest.images(COUNT));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), MnistTest.labels(COUNT));
  }

  @Override
  protected Dataset open() {
    return FashionMnist.train(folder);
  }

  @Test
  void hasItsOwnClassesAndNormalization() {
    Dataset fashion = open();
    assertThat(fashion.size()).isEqualTo(COUNT);
    assertThat(fashion.classNames()).hasSize(10).contains("ankle boot");
    assertThat(fashion.sample(0).features().array()[0])
        .isEqualTo((240 / 255f - 0.2860f) * (float) (1 / (double) 0.3530f));
  }

  @Test
  void aMissingResourceIsNamed() {
    assertThatThrownBy(() -> FashionMnist.trainResources(MnistTest.class, "nowhere"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("nowhere/train-images-idx3-ubyte.gz: expected a resource beside")
        .hasMessageContaining("MnistTest");
  }
}
