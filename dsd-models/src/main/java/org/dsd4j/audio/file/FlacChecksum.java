package org.dsd4j.audio.file;

import org.dsd4j.internal.Internal;

/**
 * The two cyclic redundancy checks of FLAC: x⁸ + x² + x + 1 and x¹⁶ + x¹⁵ + x² + 1, with the
 * initial value 0.
 *
 * @hidden
 */
@Internal
public final class FlacChecksum {
  private static final int[] TABLE_8 = table(0x07, 8);
  private static final int[] TABLE_16 = table(0x8005, 16);

  private FlacChecksum() {}

  private static int[] table(int polynomial, int width) {
    int[] table = new int[1 << Byte.SIZE];
    int top = 1 << (width - 1);
    for (int i = 0; i < table.length; i++) {
      int rest = i << (width - Byte.SIZE);
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        rest = (rest & top) == 0 ? rest << 1 : (rest << 1) ^ polynomial;
      }
      table[i] = rest & ((1 << width) - 1);
    }
    return table;
  }

  public static int crc8(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = TABLE_8[crc ^ (bytes[i] & 0xff)];
    }
    return crc;
  }

  public static int crc16(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = ((crc << Byte.SIZE) & 0xffff) ^ TABLE_16[(crc >> Byte.SIZE) ^ (bytes[i] & 0xff)];
    }
    return crc;
  }
}
