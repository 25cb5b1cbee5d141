package org.dsd4j.audio.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.CorruptDataException;

/**
 * The first metadata block of a FLAC file.
 *
 * @param largestBlock samples of the longest frame, as it claims
 * @param rate samples a second
 * @param channels 1 to 8
 * @param bits of a sample, 4 to 32
 * @param samples of each channel, as it claims; 0 where the encoder did not know
 * @param md5 of all samples; zeros where the encoder did not know
 */
@SuppressWarnings("ArrayRecordComponent") // made and used here
record FlacStreamInfo(
    int largestBlock, int rate, int channels, int bits, long samples, byte[] md5) {
  static final int SIZE = 34;

  /**
   * Reads it.
   *
   * @param at where its content begins; all of it is in the file
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
   * Whether the encoder came back to the header when it knew the samples; one that writes into a
   * pipe cannot.
   */
  boolean isCompleted() {
    return !Arrays.equals(md5, new byte[md5.length]);
  }
}
