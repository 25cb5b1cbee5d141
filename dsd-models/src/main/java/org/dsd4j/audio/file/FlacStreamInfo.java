package org.dsd4j.audio.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.CorruptDataException;

/**
 * The first metadata block of a FLAC file.
 *
 * @param largestBlock samples of the longest frame, as claimed by the file
 * @param rate samples per second
 * @param channels 1 to 8
 * @param bits per sample, 4 to 32
 * @param samples samples of each channel, as claimed by the file; 0 if unknown
 * @param md5 the checksum of all samples; zeros if unknown
 */
@SuppressWarnings("ArrayRecordComponent") // made and used here
record FlacStreamInfo(
    int largestBlock, int rate, int channels, int bits, long samples, byte[] md5) {
  static final int SIZE = 34;

  /**
   * Reads it.
   *
   * @param at the start of the block's content, all of which is within the file
   */
  static FlacStreamInfo parse(String name, byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long packed = buffer.getLong(at + 10);
    int rate = (int) (packed >>> 44);
    int channels = (int) ((packed >>> 41) & 7) + 1;
    int bits = (int) ((packed >>> 36) & 31) + 1;
    if (!Recording.isRate(rate)) {
      throw new CorruptDataException(name, at + 10, Recording.RATES + " samples a second", rate);
    }
    if (bits < 4) {
      throw new CorruptDataException(name, at + 12, "samples of 4 to 32 bits", bits);
    }
    return new FlacStreamInfo(
        buffer.getShort(at + 2) & 0xffff,
        rate,
        channels,
        bits,
        packed & ((1L << 36) - 1),
        Arrays.copyOfRange(bytes, at + 18, at + SIZE));
  }

  /**
   * Whether the encoder completed the header after writing the samples, which is impossible in a
   * pipe.
   */
  boolean isCompleted() {
    return !Arrays.equals(md5, new byte[md5.length]);
  }
}
