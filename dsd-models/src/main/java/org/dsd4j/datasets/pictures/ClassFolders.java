package org.dsd4j.datasets.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Box;
import org.dsd4j.data.picture.ByteImageDataset;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.datasets.files.PictureFiles;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;

/**
 * Pictures of one size in one folder for each class, at any depth of a folder or of a zip file.
 * Where class folders lie in folders {@code train} and {@code test}, only those of the requested
 * part are read. Pictures in other folders are skipped.
 *
 * @param name the data set's name
 * @param place the folder or zip file
 * @param part {@code train} or {@code test}
 * @param classes the folders' names, in the order of the class numbers
 * @param shape of each picture, [H, W, 3]
 */
record ClassFolders(String name, Path place, String part, List<String> classes, Shape shape) {
  private static final List<String> PARTS = List.of("train", "test");

  private record LabelledFile(String file, int label) {}

  /** Whether a place is a folder or zip file with at least one of the classes. */
  static boolean isOne(Path place, List<String> classes) {
    if (Files.isDirectory(place)) {
      return classes.stream().anyMatch(name -> Files.isDirectory(place.resolve(name)));
    }
    return Files.isRegularFile(place)
        && String.valueOf(place.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /**
   * All pictures, decoded, ordered by class and then by name.
   *
   * @throws CorruptDataException if a class has no pictures or one of them is damaged
   */
  Dataset read() {
    try (FileTree tree = FileTree.open(place)) {
      List<LabelledFile> pictures = labelled(ofThePart(tree.list().files()));
      byte[][] images =
          pictures.parallelStream()
              .map(picture -> decode(tree.describe(picture.file), tree.read(picture.file)))
              .toArray(byte[][]::new);
      int[] labels = pictures.stream().mapToInt(LabelledFile::label).toArray();
      return new ByteImageDataset(name, shape, images, labels, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
    }
  }

  private byte[] decode(String file, byte[] bytes) {
    try (EncodedPicture picture = EncodedPicture.open(file, bytes)) {
      Extent size = picture.size();
      if (size.height() != shape.extent(0) || size.width() != shape.extent(1)) {
        throw new CorruptDataException(
            file,
            shape.extent(1) + "×" + shape.extent(0) + " pixels",
            size.width() + "×" + size.height(),
            "replace or remove the picture");
      }
      return picture.decode(Box.whole(size)).rgb();
    }
  }

  private List<String> ofThePart(List<String> files) {
    List<String> pictures = files.stream().filter(PictureFiles::isPicture).toList();
    List<String> ofPart = pictures.stream().filter(file -> isBelow(part, file)).toList();
    if (!ofPart.isEmpty()) {
      return ofPart;
    }
    for (String other : PARTS) {
      // Without this check, test pictures could silently become training pictures.
      if (pictures.stream().anyMatch(file -> isBelow(other, file))) {
        throw new CorruptDataException(
            place,
            "pictures below a folder '" + part + "'",
            "only some below '" + other + "'",
            "pass where the part '" + part + "' lies");
      }
    }
    return pictures;
  }

  /** Whether a folder above the class's has this name; a class may have it too. */
  private static boolean isBelow(String folder, String path) {
    String[] names = path.split("/");
    int aboveClass = Math.max(0, names.length - 2);
    return Arrays.stream(names, 0, aboveClass).anyMatch(folder::equalsIgnoreCase);
  }

  private List<LabelledFile> labelled(List<String> files) {
    Map<String, List<String>> byClass =
        files.stream().collect(Collectors.groupingBy(ClassFolders::folderOf));
    List<LabelledFile> pictures = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<String> ofClass = byClass.getOrDefault(classes.get(label), List.of());
      if (ofClass.isEmpty()) {
        throw new CorruptDataException(
            place,
            "pictures in a folder '" + classes.get(label) + "'",
            "none",
            "complete the data set, which has the classes " + classes);
      }
      for (String file : ofClass) {
        pictures.add(new LabelledFile(file, label));
      }
    }
    return pictures;
  }

  private static String folderOf(String path) {
    String[] names = path.split("/");
    return names.length < 2 ? "" : names[names.length - 2];
  }
}
