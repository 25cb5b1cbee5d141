package org.dsd4j.datasets;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dsd4j.data.CorruptDataException;

/**
 * The files of a folder or of a zip file, by their paths below it with '/' between. Nothing is
 * unpacked. Safe to read from several threads at once.
 */
interface FileTree extends Closeable {
  /** More than any picture has; what claims to be larger is no picture. */
  int LARGEST_FILE = 1 << 26;

  /** All files in the order of their paths. */
  List<String> files() throws IOException;

  /** What a file holds. */
  byte[] read(String file) throws IOException;

  /** A file as messages call it. */
  String describe(String file);

  /**
   * The files of a folder or of a zip file.
   *
   * @throws CorruptDataException if it is neither
   */
  static FileTree open(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return new Folder(place);
    }
    try {
      return new Zip(place, new ZipFile(place.toFile()));
    } catch (ZipException e) {
      throw new CorruptDataException(
              place, "a zip file", e.getMessage(), "get the file again from its source")
          .causedBy(e);
    }
  }

  private static byte[] readAll(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
    if (bytes.length > LARGEST_FILE) {
      throw new CorruptDataException(
          name, "at most " + LARGEST_FILE + " bytes", "more", "replace or remove the file");
    }
    return bytes;
  }

  /**
   * A folder.
   *
   * @param root the folder
   */
  record Folder(Path root) implements FileTree {
    @Override
    public List<String> files() throws IOException {
      String separator = root.getFileSystem().getSeparator();
      try (Stream<Path> walk = Files.walk(root)) {
        return walk.filter(Files::isRegularFile)
            .map(file -> root.relativize(file).toString().replace(separator, "/"))
            .sorted()
            .toList();
      }
    }

    @Override
    public byte[] read(String file) throws IOException {
      try (InputStream in = Files.newInputStream(root.resolve(file))) {
        return readAll(in, describe(file));
      }
    }

    @Override
    public String describe(String file) {
      return root.resolve(file).toString();
    }

    @Override
    public void close() {}
  }

  /**
   * A zip file.
   *
   * @param path where it lies
   * @param zip the open file
   */
  record Zip(Path path, ZipFile zip) implements FileTree {
    @Override
    public List<String> files() {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .sorted()
          .toList();
    }

    @Override
    public byte[] read(String file) throws IOException {
      ZipEntry entry = zip.getEntry(file);
      byte[] bytes;
      try (InputStream in = zip.getInputStream(entry)) {
        bytes = readAll(in, describe(file));
      }
      // ZipFile leaves the checksum alone, and pictures are mostly stored without compression:
      // a flipped bit would become a different picture.
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != entry.getCrc()) {
        throw new CorruptDataException(
            describe(file),
            "bytes with the checksum %08x".formatted(entry.getCrc()),
            "%08x".formatted(crc.getValue()),
            "get the zip file again from its source");
      }
      return bytes;
    }

    @Override
    public String describe(String file) {
      return path + ", entry " + file;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
