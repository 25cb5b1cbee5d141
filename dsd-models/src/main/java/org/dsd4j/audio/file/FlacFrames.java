package org.dsd4j.audio.file;

import org.dsd4j.data.CorruptDataException;

/**
 * Decodes the frames of a FLAC file one after the other (RFC 9639, section 9). Verifies both
 * checksums and the number of each frame.
 */
final class FlacFrames {
  /** The code of synchronisation and a reserved bit. */
  private static final int SYNC = 0x7ffc;

  private static final int[] RATES = {
    0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
  };
  private static final int[] BITS = {0, 8, 12, 0, 16, 20, 24, 32};

  private static final int RESERVED_BITS = 3;
  private static final int LEFT_SIDE = 8;
  private static final int SIDE_RIGHT = 9;
  private static final int MID_SIDE = 10;

  private final String name;
  private final FlacBits bits;
  private final FlacStreamInfo info;
  private long[][] channels = new long[0][];
  private long frames;
  private long samples;

  FlacFrames(String name, FlacBits bits, FlacStreamInfo info) {
    this.name = name;
    this.bits = bits;
    this.info = info;
  }

  /** The number of samples decoded so far for each channel. */
  long samples() {
    return samples;
  }

  /** The samples of the last frame for each channel; the arrays may be longer than the frame. */
  long[][] channels() {
    return channels;
  }

  /**
   * Decodes a frame.
   *
   * @return the number of its samples for each channel
   * @throws CorruptDataException if it is damaged or truncated, or its rate, number of channels or
   *     bits differ from the file's header
   */
  int next() {
    int start = bits.position();
    // The next bit says whether all frames have the same size.
    expect(start, "a frame", bits.unsigned(16) >> 1 == SYNC);
    int sizeCode = (int) bits.unsigned(4);
    int rateCode = (int) bits.unsigned(4);
    int channelCode = (int) bits.unsigned(4);
    int bitsCode = (int) bits.unsigned(3);
    expect(start, "a frame's header", bits.unsigned(1) == 0 && bitsCode != RESERVED_BITS);
    long number = codedNumber(start);
    int size = blockSize(start, sizeCode);
    long rate = rate(start, rateCode);
    int crc = bits.crc8(start);
    expect(start, "a frame's header with the right checksum", bits.unsigned(8) == crc);
    checkSame(start, "samples a second", info.rate(), rate);
    checkSame(start, "bits a sample", info.bits(), bitsCode == 0 ? info.bits() : BITS[bitsCode]);
    checkSame(start, "channels", info.channels(), channelCount(start, channelCode));
    // The number is that of the frame or, if sizes differ, of its first sample; old encoders do not
    // say which.
    expect(start, "the next frame", number == frames || number == samples);
    decode(start, channelCode, size);
    frames++;
    samples += size;
    return size;
  }

  private void expect(int start, String what, boolean condition) {
    if (!condition) {
      throw new CorruptDataException(name, start, what, "other bytes");
    }
  }

  private void checkSame(int start, String what, long inHeader, long received) {
    if (inHeader != received) {
      throw new CorruptDataException(name, start, inHeader + " " + what, received);
    }
  }

  /** A number of up to 36 bits, coded like UTF-8. */
  private long codedNumber(int start) {
    int first = (int) bits.unsigned(8);
    int bytes = Integer.numberOfLeadingZeros(~(first << 24));
    expect(start, "a frame's number", bytes != 1 && bytes <= 7);
    if (bytes == 0) {
      return first;
    }
    long number = first & ((1 << (7 - bytes)) - 1);
    for (int i = 1; i < bytes; i++) {
      expect(start, "a frame's number", bits.unsigned(2) == 2);
      number = number << 6 | bits.unsigned(6);
    }
    return number;
  }

  private int blockSize(int start, int code) {
    expect(start, "a frame's size", code != 0);
    return switch (code) {
      case 1 -> 192;
      case 2, 3, 4, 5 -> 576 << (code - 2);
      case 6 -> (int) bits.unsigned(8) + 1;
      case 7 -> (int) bits.unsigned(16) + 1;
      default -> 256 << (code - 8);
    };
  }

  private long rate(int start, int code) {
    expect(start, "a frame's rate", code != 15);
    return switch (code) {
      case 0 -> info.rate();
      case 12 -> 1000 * bits.unsigned(8);
      case 13 -> bits.unsigned(16);
      case 14 -> 10 * bits.unsigned(16);
      default -> RATES[code];
    };
  }

  private int channelCount(int start, int code) {
    expect(start, "a frame's channels", code <= MID_SIDE);
    return code < LEFT_SIDE ? code + 1 : 2;
  }

  private void decode(int start, int channelCode, int size) {
    if (channels.length == 0 || channels[0].length < size) {
      channels = new long[info.channels()][size];
    }
    FlacSubframe subframe = new FlacSubframe(name, bits, size);
    for (int c = 0; c < channels.length; c++) {
      boolean side = channelCode == SIDE_RIGHT ? c == 0 : channelCode >= LEFT_SIDE && c == 1;
      subframe.decode(channels[c], side ? info.bits() + 1 : info.bits());
    }
    bits.align();
    int crc = bits.crc16(start);
    expect(start, "a frame with the right checksum", bits.unsigned(16) == crc);
    restore(channelCode, size);
  }

  /** Restores the left and right channels from decorrelated ones. */
  private void restore(int channelCode, int size) {
    if (channelCode < LEFT_SIDE) {
      return;
    }
    long[] first = channels[0];
    long[] second = channels[1];
    for (int i = 0; i < size; i++) {
      long a = first[i];
      long b = second[i];
      switch (channelCode) {
        case LEFT_SIDE -> second[i] = a - b;
        case SIDE_RIGHT -> first[i] = a + b;
        default -> {
          long sum = a << 1 | (b & 1);
          first[i] = (sum + b) >> 1;
          second[i] = (sum - b) >> 1;
        }
      }
    }
  }
}
