package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.pictures.Cifar10;
import org.dsd4j.testing.Damage;
import org.dsd4j.testing.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CIFAR's binary files with damage anywhere: refused by name, or read as a plain reading has them.
 * No byte of a pixel is wrong, so some damage can only be read.
 */
class CifarMutationTest {
  private static final int PIXELS = 32 * 32;
  private static final int RECORD = 1 + 3 * PIXELS;

  @TempDir Path folder;

  private static byte[] whole() {
    byte[] file = new byte[StoredImages.COUNT * RECORD];
    byte[] pixels = StoredImages.someBytes(StoredImages.COUNT * 3 * PIXELS);
    for (int i = 0; i < StoredImages.COUNT; i++) {
      file[i * RECORD] = (byte) (4 * i);
      for (int j = 0; j < 3 * PIXELS; j++) {
        file[i * RECORD + 1 + place(j)] = pixels[i * 3 * PIXELS + j];
      }
    }
    return file;
  }

  /** Where the element of [H, W, C] lies in the file's [C, H, W]. */
  private static int place(int element) {
    return element % 3 * PIXELS + element / 3;
  }

  /** Empty where this is no such file. */
  private static Optional<StoredImages> plain(byte[] file) {
    StoredImages stored = new StoredImages(3);
    for (int at = 0; file.length % RECORD == 0 && at < file.length; at += RECORD) {
      byte[] image = new byte[3 * PIXELS];
      for (int j = 0; j < image.length; j++) {
        image[j] = file[at + 1 + place(j)];
      }
      stored.add(image, file[at]);
    }
    return stored.ofTenClasses();
  }

  @Test
  void areRefusedOrReadAsTheyAre() throws IOException, InterruptedException {
    Path path = folder.resolve("test_batch.bin");
    byte[] whole = whole();
    Files.write(path, whole);
    float[][] values = plain(whole).orElseThrow().values(Cifar10.test(folder));
    Mutations.of("CIFAR's binary files", 15, 2000)
        .run(
            random -> {
              byte[] damaged = Damage.some(whole, random);
              Files.write(path, damaged);
              return read(path, plain(damaged), values);
            });
  }

  /** Where a plain reading finds no images, nor may this, and the other way round. */
  private Mutations.Outcome read(Path path, Optional<StoredImages> expected, float[][] values) {
    try {
      expected.orElse(new StoredImages(3)).assertAreIn(Cifar10.test(folder), values);
      return Mutations.Outcome.LOADED;
    } catch (CorruptDataException e) {
      assertThat(expected).as(e.getMessage()).isEmpty();
      assertThat(e).hasMessageStartingWith(path.toString()).hasMessageContaining("expected ");
      return Mutations.Outcome.REFUSED;
    }
  }
}
