package org.dsd4j.datasets.pictures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.ByteImageDataset;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.tensor.Shape;

/**
 * CIFAR-10 (Krizhevsky 2009): 50,000 and 10,000 colour images, [32, 32, 3], either in the binary
 * version ({@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code test_batch.bin}) or as
 * pictures in one folder for each class, in a folder {@code train} or {@code test} or in a zip file
 * {@code cifar10-train.zip} or {@code cifar10-test.zip}. One zip file may hold both parts in
 * folders {@code train} and {@code test}. A folder or zip file without such part folders is taken
 * as the requested part.
 *
 * <p>Pictures are ordered by class and then by name, and all are decoded when the data set is
 * opened (150 MB for the training part). Pixels are normalised to mean 0 and deviation 1 of each
 * channel over the training part.
 */
public final class Cifar10 {
  /** The height and width of an image. */
  public static final int SIDE = 32;

  private static final Shape SHAPE = Shape.of(SIDE, SIDE, 3);
  private static final int PIXELS = SIDE * SIDE;
  private static final int RECORD = 1 + 3 * PIXELS;
  // Of the 50,000 training images, red, green and blue.
  private static final Normalization NORMALIZATION =
      Normalization.of(
          new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2470f, 0.2435f, 0.2616f});
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private Cifar10() {}

  /** The normalization of both parts: the means and deviations of the training images. */
  public static Normalization normalization() {
    return NORMALIZATION;
  }

  /**
   * The training part.
   *
   * @param path the folder with either version, or the zip file of the training part
   * @throws CorruptDataException if files are missing or damaged
   */
  public static Dataset train(Path path) {
    List<String> batches =
        IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
    return read(path, "train", batches);
  }

  /**
   * The test part.
   *
   * @param path the folder with either version, or the zip file of the test part
   * @throws CorruptDataException if files are missing or damaged
   */
  public static Dataset test(Path path) {
    return read(path, "test", List.of("test_batch.bin"));
  }

  private static Dataset read(Path path, String part, List<String> batches) {
    String name = "CIFAR-10 " + part;
    for (Path folder : List.of(path, path.resolve("cifar-10-batches-bin"))) {
      if (batches.stream().anyMatch(batch -> Files.exists(folder.resolve(batch)))) {
        return normalized(readBatches(name, folder, batches));
      }
    }
    Stream<Path> places =
        Files.isRegularFile(path)
            ? Stream.of(path)
            : Stream.of(path.resolve(part), path.resolve("cifar10-" + part + ".zip"), path);
    Path pictures =
        places
            .filter(place -> ClassFolders.isOne(place, CLASSES))
            .findFirst()
            .orElseThrow(
                () ->
                    new CorruptDataException(
                        path,
                        "the files "
                            + batches
                            + ", or a folder '"
                            + part
                            + "' or a zip file "
                            + "'cifar10-"
                            + part
                            + ".zip' with one folder for each class",
                        Files.exists(path) ? "neither" : "no such file or folder",
                        "pass the folder in which they lie"));
    return normalized(new ClassFolders(name, pictures, part, CLASSES, SHAPE).read());
  }

  private static Dataset normalized(Dataset dataset) {
    return dataset.map(NORMALIZATION.transform());
  }

  private static Dataset readBatches(String name, Path folder, List<String> batches) {
    List<String> missing =
        batches.stream().filter(batch -> !Files.isRegularFile(folder.resolve(batch))).toList();
    if (!missing.isEmpty()) {
      throw new CorruptDataException(
          folder, "the files " + batches, "all but " + missing, "get the missing files, too");
    }
    List<byte[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (String batch : batches) {
      readBatch(folder.resolve(batch), images, labels);
    }
    int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
    return new ByteImageDataset(name, SHAPE, images.toArray(new byte[0][]), numbers, CLASSES);
  }

  private static void readBatch(Path file, List<byte[]> images, List<Integer> labels) {
    try (InputStream in = Files.newInputStream(file)) {
      long offset = 0;
      for (byte[] bytes = in.readNBytes(RECORD); bytes.length > 0; bytes = in.readNBytes(RECORD)) {
        if (bytes.length < RECORD) {
          throw new CorruptDataException(
              file, offset, "a multiple of " + RECORD + " bytes", "a rest of " + bytes.length);
        }
        if (Byte.toUnsignedInt(bytes[0]) >= CLASSES.size()) {
          throw new CorruptDataException(
              file, offset, "a class number from 0 to 9", Byte.toUnsignedInt(bytes[0]));
        }
        labels.add((int) bytes[0]);
        images.add(interleaved(bytes));
        offset += RECORD;
      }
      if (offset == 0) {
        throw new CorruptDataException(
            file, "at least one image", "an empty file", "get the file again from its source");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read; check access to it", e);
    }
  }

  /** Converts three colour planes, after a label, to pixels of three bytes. */
  private static byte[] interleaved(byte[] bytes) {
    byte[] pixels = new byte[3 * PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      for (int c = 0; c < 3; c++) {
        pixels[3 * i + c] = bytes[1 + c * PIXELS + i];
      }
    }
    return pixels;
  }
}
