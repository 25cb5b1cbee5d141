package org.dsd4j.datasets.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dsd4j.data.CorruptDataException;

/** The header of a BMP file, read because ImageIO ignores missing rows. */
final class BmpFile {
  private static final int PIXELS_FROM = 10;
  private static final int HEADER_SIZE = 14;
  private static final int WIDTH = 18;
  private static final int HEIGHT = 22;
  private static final int BITS = 28;
  private static final int COMPRESSION = 30;
  private static final int LENGTH = 34;

  /** The header of Windows 3, which later versions extend. */
  private static final int USUAL_HEADER = 40;

  /** The header of OS/2, with shorter numbers. */
  private static final int SHORT_HEADER = 12;

  private static final int SHORT_HEIGHT = 20;
  private static final int SHORT_BITS = 24;

  /** Uncompressed rows, or uncompressed rows with bit masks of the colours. */
  private static final int PLAIN = 0;

  private static final int MASKED = 3;

  private BmpFile() {}

  static boolean isOne(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 'B' && bytes[1] == 'M';
  }

  /**
   * Checks that all rows are present; the decoder checks run-length encoded rows.
   *
   * @throws CorruptDataException if rows are missing, or the file uses an obsolete variant of the
   *     format
   */
  static void check(String name, byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerSize = bytes.length < LENGTH ? 0 : header.getInt(HEADER_SIZE);
    if (headerSize < USUAL_HEADER && headerSize != SHORT_HEADER) {
      throw new CorruptDataException(
          name,
          "a BMP picture with a header of "
              + SHORT_HEADER
              + " or at least "
              + USUAL_HEADER
              + " bytes",
          bytes.length < LENGTH ? "a file of " + bytes.length + " bytes" : headerSize + " bytes",
          "convert it to PNG");
    }
    boolean shortNumbers = headerSize == SHORT_HEADER;
    int compression = shortNumbers ? PLAIN : header.getInt(COMPRESSION);
    if (compression != PLAIN && compression != MASKED) {
      return;
    }
    long width = shortNumbers ? header.getShort(WIDTH) & 0xffff : header.getInt(WIDTH);
    long rows =
        shortNumbers
            ? header.getShort(SHORT_HEIGHT) & 0xffff
            : Math.abs((long) header.getInt(HEIGHT));
    long bitsPerRow = width * header.getShort(shortNumbers ? SHORT_BITS : BITS);
    long needed = header.getInt(PIXELS_FROM) + rows * ((bitsPerRow + 31) / 32 * 4);
    if (bitsPerRow <= 0 || header.getInt(PIXELS_FROM) < 0 || needed > bytes.length) {
      throw new CorruptDataException(
          name,
          "a BMP picture of " + needed + " bytes",
          bytes.length + " bytes",
          "get the picture again from its source, or remove it");
    }
  }
}
