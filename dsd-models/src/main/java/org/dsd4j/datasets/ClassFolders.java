package org.dsd4j.datasets;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dsd4j.data.ByteImageDataset;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Pictures of one size in one folder for each class, in a folder or in a zip file. */
final class ClassFolders {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  private final String name;
  private final Path place;
  private final List<String> classes;
  private final Shape shape;

  ClassFolders(String name, Path place, List<String> classes, Shape shape) {
    this.name = name;
    this.place = place;
    this.classes = classes;
    this.shape = shape;
  }

  @SuppressWarnings("ArrayRecordComponent") // on its way from file to decoder, never compared
  private record Picture(String file, byte[] bytes, int label) {}

  /** Whether there is such a folder or zip file here, with at least one of the classes. */
  static boolean isOne(Path place, List<String> classes) {
    if (Files.isDirectory(place)) {
      return classes.stream().anyMatch(name -> Files.isDirectory(place.resolve(name)));
    }
    return Files.isRegularFile(place)
        && String.valueOf(place.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /** All pictures, ordered by class and then by name. */
  Dataset read() {
    List<Picture> pictures;
    if (Files.isDirectory(place)) {
      pictures = collect(place);
    } else {
      try (FileSystem zip =
          FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
        pictures = collect(zip.getPath("/"));
      } catch (IOException e) {
        throw new CorruptDataException(
            place, "a zip file", e.getMessage(), "get the file again from its source");
      }
    }
    byte[][] images = pictures.parallelStream().map(this::decode).toArray(byte[][]::new);
    int[] labels = pictures.stream().mapToInt(Picture::label).toArray();
    return new ByteImageDataset(name, shape, images, labels, classes);
  }

  private List<Picture> collect(Path root) {
    List<Picture> pictures = new ArrayList<>();
    Map<String, List<Path>> byClass = byClass(root);
    for (int label = 0; label < classes.size(); label++) {
      List<Path> files = byClass.getOrDefault(classes.get(label), List.of());
      if (files.isEmpty()) {
        throw new CorruptDataException(
            place,
            "pictures in a folder '" + classes.get(label) + "'",
            "none",
            "complete the data set, which has the classes " + classes);
      }
      for (Path file : files) {
        pictures.add(new Picture(place + " " + file, bytes(file), label));
      }
    }
    return pictures;
  }

  private Map<String, List<Path>> byClass(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(ClassFolders::isPicture)
          .sorted()
          .collect(Collectors.groupingBy(ClassFolders::parentName));
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read", e);
    }
  }

  private static boolean isPicture(Path path) {
    String file = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path) && ENDINGS.stream().anyMatch(file::endsWith);
  }

  private static String parentName(Path path) {
    Path parent = path.getParent();
    return parent == null ? "" : String.valueOf(parent.getFileName()).replace("/", "");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /** Red, green and blue bytes; a grey picture has three equal ones. */
  private byte[] decode(Picture picture) {
    BufferedImage image;
    try {
      image = ImageIO.read(new ByteArrayInputStream(picture.bytes));
    } catch (IOException e) {
      throw corrupt(picture, "a picture", e.getMessage());
    }
    if (image == null) {
      throw corrupt(picture, "a picture", "bytes of no format that is known");
    }
    int height = shape.extent(0);
    int width = shape.extent(1);
    if (image.getHeight() != height || image.getWidth() != width) {
      throw corrupt(
          picture, width + "×" + height + " pixels", image.getWidth() + "×" + image.getHeight());
    }
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[3 * pixels.length];
    IntStream.range(0, pixels.length)
        .forEach(
            i -> {
              rgb[3 * i] = (byte) (pixels[i] >> 16);
              rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
              rgb[3 * i + 2] = (byte) pixels[i];
            });
    return rgb;
  }

  private static CorruptDataException corrupt(
      Picture picture, String expected, @Nullable Object received) {
    return new CorruptDataException(
        picture.file, expected, received, "replace or remove the picture");
  }
}
