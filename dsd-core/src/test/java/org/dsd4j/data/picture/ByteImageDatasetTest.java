package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class ByteImageDatasetTest extends DatasetContract {
  private static ByteImageDataset images(byte[][] images, int... labels) {
    return new ByteImageDataset(
        "images", Shape.of(1, 2, 1), images, labels, List.of("dark", "light"));
  }

  @Override
  protected Dataset open() {
    return images(new byte[][] {{0, 51}, {(byte) 128, (byte) 255}}, 0, 1);
  }

  @Test
  void bytesAreNumbersFrom0To1() {
    assertThat(open().sample(0).features().array()).containsExactly(0, 0.2f);
    assertThat(open().sample(1).features().array()).containsExactly(128 / 255f, 1);
    assertThat(open().target(1).array()).containsExactly(1);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> images(new byte[][] {{0, 0}, {0}}, 0, 1))
        .hasMessageContaining("images, image 1: expected 2 bytes, received 1");
    assertThatThrownBy(() -> images(new byte[][] {{0, 0}}, 0, 1))
        .hasMessageContaining("received 1 images and 2 labels");
    assertThatThrownBy(() -> images(new byte[0][])).hasMessageContaining("at least one");
    assertThatThrownBy(() -> images(new byte[][] {{0, 0}}, 2))
        .hasMessageContaining("label at index 0: expected a class number from 0 to 1, received 2");
  }

  @Test
  void fingerprintsTellPixelsAndLabelsApart() {
    byte[][] pixels = {{1, 2}, {3, 4}};
    assertThat(images(pixels, 0, 1).fingerprint())
        .isEqualTo(images(pixels.clone(), 0, 1).fingerprint())
        .isNotEqualTo(images(pixels, 1, 1).fingerprint())
        .isNotEqualTo(images(new byte[][] {{1, 2}, {3, 5}}, 0, 1).fingerprint());
  }
}
