package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;

/**
 * A range of a mapped file with elements, and its checksum in the file, which is verified once
 * before the first element is read.
 *
 * @hidden
 */
@Internal
public final class Storage {
  /** The value that PyTorch writes if checksums are disabled. */
  private static final long NO_CHECKSUM = 0;

  private final MappedFile file;
  private final String name;
  private final long start;
  private final long bytes;
  private final long checksum;
  private boolean checked;

  /** A part of a file whose format has no checksums. */
  public Storage(MappedFile file, long start, long bytes) {
    this(file, "", start, bytes, NO_CHECKSUM);
  }

  /**
   * An entry of a zip file.
   *
   * @param name the entry's
   * @param checksum CRC-32 of all bytes
   */
  public Storage(MappedFile file, String name, long start, long bytes, long checksum) {
    this.file = file;
    this.name = name;
    this.start = start;
    this.bytes = bytes;
    this.checksum = checksum;
  }

  public long bytes() {
    return bytes;
  }

  /** See {@link MappedFile#slice}; relative to the storage's start. */
  ByteBuffer slice(long offset, int length) {
    check();
    return file.slice(start + offset, length);
  }

  /** See {@link MappedFile#copy}; relative to the storage's start. */
  void copy(long offset, int length, ByteBuffer to) {
    file.copy(start + offset, length, to);
  }

  /** A copy of all bytes, for small storages. */
  public byte[] toArray() {
    check();
    return file.bytes(start, Math.toIntExact(bytes));
  }

  /** Throws if the file was closed, has become shorter, or does not match the checksum. */
  void check() {
    file.check();
    if (checked || checksum == NO_CHECKSUM) {
      return;
    }
    CRC32 crc = new CRC32();
    for (long at = 0; at < bytes; at += NamedTensor.RUN) {
      crc.update(file.slice(start + at, (int) Math.min(NamedTensor.RUN, bytes - at)));
    }
    if (crc.getValue() != checksum) {
      throw new CorruptDataException(
          file.path() + ", entry " + name,
          String.format(Locale.ROOT, "bytes with the checksum %08x", checksum),
          String.format(Locale.ROOT, "%08x", crc.getValue()),
          "get the file again from its source");
    }
    checked = true;
  }
}
