package org.dsd4j.datasets.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import org.dsd4j.data.CorruptDataException;

/** Reads an entry of a zip file and verifies its checksum at the end. */
final class ChecksummedStream extends FilterInputStream {
  private final String name;
  private final long expected;
  private final CRC32 crc = new CRC32();

  /**
   * Wraps the stream of an entry.
   *
   * @param name the entry's name in messages
   * @param expected the stored checksum
   */
  ChecksummedStream(String name, InputStream in, long expected) {
    super(in);
    this.name = name;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = in.read(bytes, from, length);
    if (count < 0) {
      check(name, expected, crc.getValue());
    } else {
      crc.update(bytes, from, count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /**
   * Throws if a checksum differs from the stored one.
   *
   * @throws CorruptDataException if they differ
   */
  static void check(String name, long expected, long received) {
    if (received != expected) {
      throw new CorruptDataException(
          name,
          String.format(Locale.ROOT, "bytes with the checksum %08x", expected),
          String.format(Locale.ROOT, "%08x", received),
          "get the zip file again from its source");
    }
  }
}
