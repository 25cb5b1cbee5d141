package org.dsd4j.datasets.pictures;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.tensor.Shape;

/**
 * Reads IDX files of unsigned bytes, the format of MNIST: two zero bytes, the type 0x08, the number
 * of dimensions, each extent as a big-endian 32-bit number, then the elements. Compression is
 * recognised by the first bytes, not by the name.
 */
final class Idx {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int LARGEST_EXTENT = 1 << 26;

  private final String file;
  private final InputStream in;
  private long offset;

  /**
   * A file's content.
   *
   * @param extents the extents of all dimensions, the number of items first
   * @param items the elements of each item
   */
  @SuppressWarnings("ArrayRecordComponent") // handed straight on to a data set
  record Content(List<Integer> extents, byte[][] items) {
    /** The shape of one image, [H, W, 1]. */
    Shape imageShape() {
      return Shape.of(extents.get(1), extents.get(2), 1);
    }
  }

  private Idx(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Reads a file with this many dimensions. */
  static Content read(Path path, int dimensions) {
    try (InputStream in = Files.newInputStream(path)) {
      return read(path.toString(), in, dimensions);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read; check that it is a file", e);
    }
  }

  /** Reads a stream; {@code name} is the stream's name in messages. */
  static Content read(String name, InputStream stream, int dimensions) {
    try {
      return new Idx(name, decompressed(stream)).read(dimensions);
    } catch (ZipException | EOFException e) {
      // Damage to the compressed data is found in readBytes, which knows the position.
      throw new CorruptDataException(name, 0, "a gzip header", e.getMessage()).causedBy(e);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be read", e);
    }
  }

  private static InputStream decompressed(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(buffered)) : buffered;
  }

  private Content read(int dimensions) throws IOException {
    int magic = readInt("the header");
    int expected = UNSIGNED_BYTE << 8 | dimensions;
    if (magic != expected) {
      throw new CorruptDataException(file, 0, hex(expected), hex(magic));
    }
    List<Integer> extents = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      int extent = readInt("the extents");
      if (extent < 1 || extent > LARGEST_EXTENT) {
        throw new CorruptDataException(
            file, offset - Integer.BYTES, "an extent from 1 to " + LARGEST_EXTENT, extent);
      }
      extents.add(extent);
    }
    long length = 1;
    for (int extent : extents.subList(1, dimensions)) {
      length *= extent;
      if (length > LARGEST_EXTENT) {
        throw new CorruptDataException(
            file, Integer.BYTES, "items of at most " + LARGEST_EXTENT + " bytes", extents);
      }
    }
    byte[][] items = readItems(extents.get(0), (int) length);
    if (!isAtEnd()) {
      throw new CorruptDataException(
          file, offset, "the end of the file after " + extents.get(0) + " items", "more bytes");
    }
    return new Content(extents, items);
  }

  /** Reads item by item, so that a false header cannot take more memory than the file's length. */
  private byte[][] readItems(int count, int length) throws IOException {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(readBytes(length, "item " + i + " of " + count));
    }
    return items.toArray(new byte[0][]);
  }

  private int readInt(String what) throws IOException {
    byte[] bytes = readBytes(Integer.BYTES, what);
    return ByteBuffer.wrap(bytes).getInt();
  }

  private boolean isAtEnd() throws IOException {
    try {
      return in.read() < 0;
    } catch (ZipException | EOFException e) {
      throw damagedGzip(e);
    }
  }

  private byte[] readBytes(int length, String what) throws IOException {
    byte[] bytes;
    try {
      bytes = in.readNBytes(length);
    } catch (ZipException | EOFException e) {
      throw damagedGzip(e);
    }
    offset += bytes.length;
    if (bytes.length < length) {
      throw new CorruptDataException(
          file, offset, (length - bytes.length) + " more bytes of " + what, "the end of the file");
    }
    return bytes;
  }

  private CorruptDataException damagedGzip(IOException e) {
    return new CorruptDataException(
            file, offset, "a whole gzip file", "one that breaks off after that: " + e.getMessage())
        .causedBy(e);
  }

  private static String hex(int magic) {
    return String.format(Locale.ROOT, "the header 0x%08x", magic);
  }
}
