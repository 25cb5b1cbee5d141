package org.dsd4j.datasets.pictures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.ByteImageDataset;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Grey images of 28×28 pixels with class numbers in two IDX files, the format of MNIST and its
 * successors.
 *
 * @param name the data set's name
 * @param classNames the name of each class
 * @param normalization subtracts the mean and divides by the standard deviation of the training
 *     part's pixels
 */
record IdxImages(String name, List<String> classNames, Normalization normalization) {
  private static final long LABELS_HEADER = 8;
  private static final Shape SHAPE = Shape.of(28, 28, 1);

  /** Reads {@code PART-images-idx3-ubyte} and {@code PART-labels-idx1-ubyte} from a folder. */
  Dataset read(Path folder, String part, String label) {
    Path images = find(folder, part + "-images", "idx3-ubyte");
    Path labels = find(folder, part + "-labels", "idx1-ubyte");
    return dataset(name + " " + label, Idx.read(images, 3), Idx.read(labels, 1), images, labels);
  }

  /** Reads resources beside a class, with the usual names and {@code .gz}. */
  Dataset readResources(Class<?> beside, String folder, String part, String label) {
    String images = folder + "/" + part + "-images-idx3-ubyte.gz";
    String labels = folder + "/" + part + "-labels-idx1-ubyte.gz";
    return dataset(
        name + " " + label,
        resource(beside, images, 3),
        resource(beside, labels, 1),
        images,
        labels);
  }

  private static Idx.Content resource(Class<?> beside, String resource, int dimensions) {
    try (@Nullable InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new CorruptDataException(
            resource,
            "a resource beside " + beside.getName(),
            "none",
            "check the folder and that the jar file holds it");
      }
      return Idx.read(resource, in, dimensions);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + ": cannot be read", e);
    }
  }

  private Dataset dataset(
      String label, Idx.Content images, Idx.Content labels, Object imageFile, Object labelFile) {
    if (!images.imageShape().equals(SHAPE)) {
      throw new CorruptDataException(
          imageFile,
          "images " + SHAPE,
          images.imageShape(),
          "check that the file belongs to " + name);
    }
    if (images.items().length != labels.items().length) {
      throw new CorruptDataException(
          labelFile,
          "as many labels as there are images in " + imageFile + ", " + images.items().length,
          labels.items().length,
          "take both files of one part");
    }
    int[] numbers = new int[labels.items().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Byte.toUnsignedInt(labels.items()[i][0]);
      if (numbers[i] >= classNames.size()) {
        throw new CorruptDataException(
            labelFile,
            LABELS_HEADER + i,
            "a class number from 0 to " + (classNames.size() - 1),
            numbers[i]);
      }
    }
    return new ByteImageDataset(label, images.imageShape(), images.items(), numbers, classNames)
        .map(normalization.transform());
  }

  private static Path find(Path folder, String stem, String kind) {
    List<String> names =
        Stream.of("-", ".")
            .flatMap(dot -> Stream.of(stem + dot + kind, stem + dot + kind + ".gz"))
            .toList();
    return names.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new CorruptDataException(
                    folder,
                    "one of the files " + names,
                    "none of them",
                    "pass the folder in which they lie"));
  }
}
