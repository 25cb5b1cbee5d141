package org.dsd4j.audio.file;

import org.dsd4j.data.CorruptDataException;

/** Reads the bits of a FLAC file in order, the most significant of each byte first. */
final class FlacBits {
  /**
   * The most bits that can be read at once: a further byte always fits into the cache beside the
   * remaining bits.
   */
  private static final int MOST = 57;

  private final String name;
  private final byte[] bytes;

  /** The first byte that is not in {@code cache}. */
  private int at;

  /** The next bits, in the lowest {@code cached} places. */
  private long cache;

  private int cached;

  FlacBits(String name, byte[] bytes, int from) {
    this.name = name;
    this.bytes = bytes;
    this.at = from;
  }

  /** The position of the byte that contains the next bit. */
  int position() {
    return at - cached / Byte.SIZE;
  }

  boolean isAtEnd() {
    return cached == 0 && at == bytes.length;
  }

  /** An unsigned number of up to 57 bits. */
  long unsigned(int count) {
    if (cached < count) {
      fill(count);
    }
    cached -= count;
    return (cache >>> cached) & ((1L << count) - 1);
  }

  /** A number of up to 57 bits in two's complement; 0 for no bits. */
  long signed(int count) {
    int unused = Long.SIZE - count;
    return count == 0 ? 0 : unsigned(count) << unused >> unused;
  }

  /** The number of zeros before the next 1 bit, which is consumed too. */
  long unary() {
    long zeros = 0;
    while (true) {
      if (cached == 0) {
        fill(1);
      }
      int leading = Long.numberOfLeadingZeros(cache << (Long.SIZE - cached));
      if (leading < cached) {
        cached -= leading + 1;
        return zeros + leading;
      }
      zeros += cached;
      cached = 0;
    }
  }

  /** Skips the rest of a byte. */
  void align() {
    cached -= cached % Byte.SIZE;
  }

  private void fill(int wanted) {
    while (cached < MOST && at < bytes.length) {
      cache = (cache << Byte.SIZE) | (bytes[at] & 0xff);
      at++;
      cached += Byte.SIZE;
    }
    if (cached < wanted) {
      throw new CorruptDataException(
          name,
          "a FLAC file up to the end of its last frame",
          "one that breaks off after " + bytes.length + " bytes",
          "get the recording again from its source, or remove it");
    }
  }

  /** The CRC-8 of the bytes from {@code from} to the next one. */
  int crc8(int from) {
    return FlacChecksum.crc8(bytes, from, position());
  }

  /** The CRC-16 of the bytes from {@code from} to the next one. */
  int crc16(int from) {
    return FlacChecksum.crc16(bytes, from, position());
  }
}
