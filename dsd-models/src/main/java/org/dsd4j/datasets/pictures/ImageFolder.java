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
 * Pictures of any size in one folder for each class, the layout of ImageNet: {@code
 * train/n01440764/….JPEG}. The classes are the folders' names in alphabetical order. The class
 * folders are in a folder or in a zip file, where they may be below common parent folders.
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
 * <p>Opening lists the files; a picture is decoded each time its sample is read, in the reading
 * thread, such as a loader's. The formats are JPEG, PNG, BMP and GIF, in files with these
 * extensions. A grey picture becomes three equal channels, 16-bit samples are reduced to their
 * upper 8 bits, transparency is dropped, and CMYK is converted to RGB without a printer's profile.
 * EXIF orientation, gamma and colour profiles are ignored, and a GIF gives its first frame in its
 * place on the screen. All of this equals torchvision with Pillow.
 *
 * <p>Pictures being decoded take at most half of Java's heap, for all threads together: a thread
 * waits for others to finish, and a picture that alone needs more is an error.
 *
 * <p>Immutable and thread-safe. A zip file stays open until {@link #close}; a folder needs no
 * closing.
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
   * @throws CorruptDataException if there are no class folders, one has no pictures, or a zip file
   *     is damaged
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
   * Lists pictures of known classes, such as those for validation.
   *
   * @param classNames the expected classes, such as those of the training pictures
   * @throws CorruptDataException if the folders differ from the classes; the message lists missing
   *     and unknown ones
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

  /** The number of pictures. */
  public int size() {
    return pictures.files().length;
  }

  /**
   * The pictures as samples of one shape, [H, W, 3] from 0 to 1, with class numbers. A random
   * framing draws a new crop in each epoch of a loader.
   *
   * <p>The fingerprint covers the names and sizes of all files and the content of up to a thousand
   * of them, evenly spread: reading all of ImageNet would take as long as an epoch. A folder and a
   * zip file of the same pictures have the same fingerprint.
   */
  public Dataset decoded(Framing framing) {
    return new FramedPictures(this, framing);
  }

  /**
   * Decodes every picture once, on all cores, to find damaged ones before training does.
   *
   * @throws CorruptDataException if pictures are damaged, with their number and the first of them
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

  /**
   * Covers the names and sizes of all files and the content of up to a thousand of them, evenly
   * spread.
   */
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

  /** Closes a zip file, once all reads in progress have ended. */
  @Override
  public void close() {
    try {
      tree.close();
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be closed", e);
    }
  }
}
