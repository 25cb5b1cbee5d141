package org.dsd4j.datasets.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * The files of a zip file.
 *
 * @param path the zip file's path
 * @param zip the open file
 * @param stored the zip file's names of the entries whose names differ here
 * @see ZipNames
 */
public record ZipTree(Path path, ZipFile zip, Map<String, String> stored) implements FileTree {
  private static final byte[] LOCAL_HEADER = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_DIRECTORY = {'P', 'K', 5, 6};

  /** Whether a file has the signature of a zip file. */
  public static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LOCAL_HEADER.length);
      return Arrays.equals(bytes, LOCAL_HEADER) || Arrays.equals(bytes, EMPTY_DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read; check access to it", e);
    }
  }

  static ZipTree open(Path path) throws IOException {
    try {
      ZipFile zip = new ZipFile(path.toFile(), ZipNames.CODE_PAGE_437);
      try {
        return new ZipTree(path, zip, ZipNames.different(path, zip));
      } catch (RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(path, e);
    }
  }

  private static CorruptDataException damaged(Path path, Exception e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("encrypted")) {
      return new CorruptDataException(
              path,
              "a zip file without a password",
              "encrypted entries",
              "unpack it with its password and pass the folder")
          .causedBy(e);
    }
    if (message.contains("compression method")) {
      return new CorruptDataException(
              path,
              "entries that are stored or deflated",
              message,
              "unpack it and pass the folder, or make the zip file anew")
          .causedBy(e);
    }
    return new CorruptDataException(path, "a zip file", e, "get the file again from its source")
        .causedBy(e);
  }

  @Override
  public Listing list() {
    List<String> files = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    stored.forEach((name, inZip) -> names.put(inZip, name));
    for (ZipEntry entry : whole(() -> zip.stream().toList())) {
      String name = names.getOrDefault(entry.getName(), entry.getName());
      checkInside(name);
      if (name.endsWith("/")) {
        folders.add(name.substring(0, name.length() - 1));
      } else {
        files.add(name);
      }
    }
    files.sort(null);
    folders.sort(null);
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).equals(files.get(i - 1))) {
        throw ZipNames.twice(path, files.get(i));
      }
    }
    return new Listing(files, folders);
  }

  /** Nothing is unpacked, but such a file is malicious or not portable. */
  private void checkInside(String name) {
    if (!FileTree.isInside(name)) {
      throw new CorruptDataException(
          describe(name),
          "a path below the zip file's folder, with '/' between",
          "another one",
          "get the zip file from a source that you trust");
    }
  }

  @Override
  public long size(String file) {
    return entry(file).getSize();
  }

  private ZipEntry entry(String file) {
    @Nullable ZipEntry entry = whole(() -> zip.getEntry(stored.getOrDefault(file, file)));
    if (entry == null) {
      throw new CorruptDataException(path, "an entry " + file, "none", "check the name");
    }
    return entry;
  }

  @Override
  public InputStream open(String file) throws IOException {
    ZipEntry entry = entry(file);
    if (entry.getSize() > LARGEST_FILE) {
      throw tooLarge(file);
    }
    return zip.getInputStream(entry);
  }

  @Override
  public InputStream stream(String file) throws IOException {
    ZipEntry entry = entry(file);
    try {
      return new ChecksummedStream(describe(file), zip.getInputStream(entry), entry.getCrc());
    } catch (ZipException | EOFException e) {
      throw damaged(path, e);
    }
  }

  /**
   * ZipFile does not verify checksums, and pictures are mostly stored uncompressed: a flipped bit
   * would give a different picture.
   */
  @Override
  public void verify(String file, byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ChecksummedStream.check(describe(file), entry(file).getCrc(), crc.getValue());
  }

  /** Runs a read, turning zip errors found only then into errors that name the file. */
  private <T extends @Nullable Object> T whole(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          Check.message(
              path.toString(),
              "an open zip file",
              "a closed one",
              "close it when no layer reads on"),
          e);
    } catch (IllegalArgumentException e) {
      throw damaged(path, e);
    }
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
