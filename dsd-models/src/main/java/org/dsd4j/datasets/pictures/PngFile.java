package org.dsd4j.datasets.pictures;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import org.dsd4j.data.CorruptDataException;

/**
 * Checks the chunks of a PNG file, because ImageIO ignores their checksums. Chunks that do not
 * affect the stored pixels are removed: transparency, gamma, profiles, texts and suggested
 * palettes. Decoders then cannot fail on them.
 */
final class PngFile {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int TYPE = 4;
  private static final int COLOUR_TYPE = 25;
  private static final int OF_A_PALETTE = 3;
  private static final int AROUND_CONTENT = 12;

  private PngFile() {}

  static boolean isOne(byte[] bytes) {
    return bytes.length >= Long.BYTES && ByteBuffer.wrap(bytes).getLong() == SIGNATURE;
  }

  /**
   * Checks all chunks up to the last.
   *
   * @return the file without other chunks
   * @throws CorruptDataException if a checksum is wrong or the file is truncated
   */
  static byte[] stream(String name, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] kept = new byte[bytes.length];
    ByteBuffer stream = ByteBuffer.wrap(kept).putLong(SIGNATURE);
    int at = Long.BYTES;
    int type = 0;
    while (type != IEND) {
      int left = bytes.length - at;
      int length = left < AROUND_CONTENT ? 0 : buffer.getInt(at);
      if (length < 0 || left < AROUND_CONTENT || length > left - AROUND_CONTENT) {
        throw new CorruptDataException(
            name,
            "a PNG picture up to its end chunk",
            "one that breaks off in the chunk at byte " + at,
            "get the picture again from its source, or remove it");
      }
      type = buffer.getInt(at + TYPE);
      CRC32 crc = new CRC32();
      crc.update(bytes, at + TYPE, TYPE + length);
      int stored = buffer.getInt(at + TYPE + TYPE + length);
      if ((int) crc.getValue() != stored) {
        throw new CorruptDataException(
            name,
            at,
            String.format(Locale.ROOT, "a chunk with the checksum %08x", stored),
            String.format(Locale.ROOT, "%08x", (int) crc.getValue()));
      }
      if (isKept(type, bytes)) {
        stream.put(bytes, at, AROUND_CONTENT + length);
      }
      at += AROUND_CONTENT + length;
    }
    return kept;
  }

  private static boolean isKept(int type, byte[] bytes) {
    boolean palette = bytes.length > COLOUR_TYPE && bytes[COLOUR_TYPE] == OF_A_PALETTE;
    return type == IHDR || type == IDAT || type == IEND || (type == PLTE && palette);
  }
}
