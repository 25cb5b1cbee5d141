package org.dsd4j.datasets.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.picture.Box;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.datasets.files.FileTree;

/**
 * Pictures of any size in one folder for each class, as ImageNet comes: {@code
 * train/n01440764/….JPEG}. The classes are the folders' names in alphabetical order. They lie in a
 * folder, or in a zip file, there perhaps below further folders that all of them share.
 *
 * <pre>{@code
 * ImageFolder training = ImageFolder.open(Path.of("imagenet/train"));
 * ImageFolder validation = ImageFolder.open(Path.of("imagenet/val"), training.classNames());
 *
 * Trainer.builder()
 *     .training(
 *         training.decoded(Pictures.randomResizedCrop(224)),
 *         batchSize(64),
 *         Augment.horizontalFlip().then(ImageNet.normalize()))
 *     .validation(
 *         validation.decoded(Pictures.resizeAndCenterCrop(256, 224)).map(ImageNet.normalize()))
 * }</pre>
 *
 * <p>Opening lists the files; pictures are decoded when they are asked for, by whoever asks, such
 * as a loader's threads. JPEG, PNG, BMP and GIF are known, in files whose names end so. A grey
 * picture becomes three equal channels, of 16 bits the upper 8 are taken, transparency is left out,
 * and four inks (CMYK) become RGB without a printer's profile. How a camera was held (EXIF
 * orientation), gamma and colour profiles are not looked at, and of a GIF the first frame is shown
 * where it lies on the screen. All that is as torchvision does it, by Pillow.
 *
 * <p>While pictures are decoded, they take up to half of Java's heap, all threads together: one
 * waits for others, and one that needs more alone is refused.
 *
 * <p>Immutable and safe to use from several threads at once. A zip file stays open until this is
 * closed; a folder needs no closing.
 */
public final class ImageFolder implements AutoCloseable {
  private static final int MOST_HASHED = 1000;
  private static final int MOST_NAMED = 10;

  private final Path place;
  private final FileTree tree;
  private final PictureListing pictures;

  private ImageFolder(Path place, FileTree tree, PictureListing pictures) {
    this.place = place;
    this.tree = tree;
    this.pictures = pictures;
  }

  /**
   * Lists the pictures below a folder or in a zip file.
   *
   * @throws CorruptDataException if there are no folders of classes, one has no pictures, or a zip
   *     file is damaged
   */
  public static ImageFolder open(Path place) {
    try {
      FileTree tree = FileTree.open(place);
      try {
        return new ImageFolder(place, tree, PictureListing.of(place, tree));
      } catch (IOException | RuntimeException e) {
        tree.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
    }
  }

  /**
   * Lists pictures of classes that are known, such as those to validate with.
   *
   * @param classNames the classes, such as the training pictures'
   * @throws CorruptDataException if the folders are others; the message has those missing and those
   *     unknown
   */
  public static ImageFolder open(Path place, List<String> classNames) {
    ImageFolder folder = open(place);
    if (!folder.classNames().equals(classNames)) {
      folder.close();
      throw new CorruptDataException(
          place,
          "a folder for each of " + classNames.size() + " classes in alphabetical order",
          "none for "
              + some(without(classNames, folder.classNames()))
              + ", and those of no class "
              + some(without(folder.classNames(), classNames)),
          "pass the folder that belongs to these classes");
    }
    return folder;
  }

  private static Set<String> without(List<String> names, List<String> others) {
    Set<String> rest = new TreeSet<>(names);
    others.forEach(rest::remove);
    return rest;
  }

  private static String some(Set<String> names) {
    return names.size() <= MOST_NAMED
        ? names.toString()
        : names.stream().limit(MOST_NAMED).toList()
            + " and "
            + (names.size() - MOST_NAMED)
            + " more";
  }

  /** The classes, in the order of their numbers. */
  public List<String> classNames() {
    return pictures.classNames();
  }

  /** How many pictures there are. */
  public int size() {
    return pictures.files().length;
  }

  /**
   * The pictures as samples of one shape, [H, W, 3] from 0 to 1, with class numbers. A framing that
   * is random draws anew in each epoch of a loader.
   *
   * <p>The fingerprint is of the names and sizes of all files and of what is in up to a thousand of
   * them, evenly spread: reading all of ImageNet would take as long as an epoch. A folder and a zip
   * file of the same pictures have the same one.
   */
  public Dataset decoded(Framing framing) {
    return new FramedPictures(this, framing);
  }

  /**
   * Decodes every picture once, on all cores, and fails if any is damaged: an epoch would, at the
   * first of them.
   *
   * @throws CorruptDataException with how many are damaged, and the first of them
   */
  public void verify() {
    List<String> damaged =
        IntStream.range(0, size())
            .parallel()
            .mapToObj(this::damage)
            .filter(message -> !message.isEmpty())
            .toList();
    if (!damaged.isEmpty()) {
      throw new CorruptDataException(
          place,
          "pictures without damage",
          damaged.size()
              + " damaged: "
              + damaged.stream().limit(MOST_NAMED).collect(Collectors.joining("\n")),
          "replace or remove them");
    }
  }

  private String damage(int index) {
    try (EncodedPicture picture = encoded(index)) {
      picture.decode(Box.whole(picture.size()));
      return "";
    } catch (CorruptDataException e) {
      return String.valueOf(e.getMessage());
    }
  }

  String name() {
    return String.valueOf(place.getFileName());
  }

  int label(int index) {
    return pictures.labels()[index];
  }

  EncodedPicture encoded(int index) {
    String file = pictures.above() + pictures.files()[index];
    return EncodedPicture.open(tree.describe(file), tree.read(file));
  }

  /** Names and sizes of all files, and what is in up to a thousand of them, evenly spread. */
  String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    int step = (size() + MOST_HASHED - 1) / MOST_HASHED;
    try {
      for (int i = 0; i < size(); i++) {
        String file = pictures.above() + pictures.files()[i];
        fingerprint.add(pictures.files()[i]).add(Long.toString(tree.size(file)));
        if (i % step == 0) {
          fingerprint.add(tree.read(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
    }
    return fingerprint.hex();
  }

  /** Closes a zip file, when nobody reads from it any more. */
  @Override
  public void close() {
    try {
      tree.close();
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be closed", e);
    }
  }
}
