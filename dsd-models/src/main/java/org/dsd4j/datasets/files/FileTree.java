package org.dsd4j.datasets.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dsd4j.data.CorruptDataException;

/**
 * The files of a folder or zip file, by their relative paths with '/' as separator. Zip files are
 * not unpacked. Safe to read from several threads at once.
 */
public interface FileTree extends Closeable {
  /** The largest file that is read as a whole: a quarter of Java's largest heap. */
  int LARGEST_FILE =
      (int) Math.min(Integer.MAX_VALUE - Long.BYTES, Runtime.getRuntime().maxMemory() / 4);

  /**
   * The files and folders of a tree.
   *
   * @param files the paths of all files, in order
   * @param folders the paths of all folders, including empty ones, in order
   */
  record Listing(List<String> files, List<String> folders) {}

  /**
   * Lists everything.
   *
   * @throws CorruptDataException if a file cannot be reached or is outside of the tree
   */
  Listing list() throws IOException;

  /** The size of a file in bytes. */
  long size(String file) throws IOException;

  /** Opens a file, which must not be larger than {@link #LARGEST_FILE} if its size is known. */
  InputStream open(String file) throws IOException;

  /**
   * Opens a file of any size, to be read piece by piece. Reading to its end detects damage like
   * {@link #verify}.
   */
  InputStream stream(String file) throws IOException;

  /**
   * Throws if the bytes read differ from those stored, where the tree has checksums.
   *
   * @throws CorruptDataException if they differ
   */
  void verify(String file, byte[] bytes);

  /** A file's name in messages. */
  String describe(String file);

  /**
   * The content of a file.
   *
   * @throws CorruptDataException if it is damaged, too large or cannot be read
   */
  default byte[] read(String file) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw tooLarge(file);
      }
      verify(file, bytes);
      return bytes;
    } catch (IOException e) {
      throw new CorruptDataException(
              describe(file), "a file to read", e, "check access to it, or get it again")
          .causedBy(e);
    }
  }

  /** An error for a file that is larger than {@link #LARGEST_FILE}. */
  default CorruptDataException tooLarge(String file) {
    return new CorruptDataException(
        describe(file),
        "at most " + LARGEST_FILE + " bytes, a quarter of Java's heap",
        "more",
        "start Java with a larger heap (-Xmx), or replace the file by a smaller one");
  }

  /** Whether a relative path, with '/' as separator, stays within its folder. */
  static boolean isInside(String path) {
    return !path.startsWith("/")
        && path.indexOf('\\') < 0
        && Arrays.stream(path.split("/")).noneMatch(part -> part.isEmpty() || part.equals(".."));
  }

  /** Whether a file or a folder of its path is hidden. */
  static boolean isHidden(String path) {
    return Arrays.stream(path.split("/")).anyMatch(PictureFiles::isHidden);
  }

  /**
   * The files of a folder or of a zip file.
   *
   * @throws CorruptDataException if the place is neither
   */
  static FileTree open(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return new FolderTree(place);
    }
    if (!Files.exists(place)) {
      throw new CorruptDataException(place, "a folder or a zip file", "nothing", "check the path");
    }
    return ZipTree.open(place);
  }
}
