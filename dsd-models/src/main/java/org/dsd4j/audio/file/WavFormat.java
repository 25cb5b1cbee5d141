package org.dsd4j.audio.file;

import java.nio.ByteBuffer;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * The chunk "fmt " of a WAV file.
 *
 * @param coding the encoding of a sample
 * @param channels the number of interleaved channels
 * @param rate samples per second of each channel
 */
record WavFormat(SampleCoding coding, int channels, int rate) {
  private static final int SIZE = 16;
  private static final int EXTENSIBLE_SIZE = 40;

  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;
  private static final int EXTENSIBLE = 0xfffe;

  /** The bytes after the format's number in the identifier of an extensible file. */
  private static final long GUID_MIDDLE = 0x0010_0000_0000L;

  private static final long GUID_END = 0x719b_3800_aa00_0080L;

  private static final String REMEDY = "convert it to a WAV file of 16 bits PCM, or to FLAC";

  /** The bytes of one sample of every channel. */
  int frameBytes() {
    return channels * coding.bytes();
  }

  /**
   * Reads the chunk.
   *
   * @param file little-endian
   * @param at the start of the chunk's content
   * @param length its length, all of which is within the file
   * @throws CorruptDataException if the format is unknown or contradictory
   */
  static WavFormat parse(String name, ByteBuffer file, int at, int length) {
    if (length < SIZE) {
      throw new CorruptDataException(name, at, "a format of " + SIZE + " bytes or more", length);
    }
    int bits = file.getShort(at + 14) & 0xffff;
    int tag = tag(name, file, at, length);
    SampleCoding coding = coding(tag, bits);
    if (coding == null) {
      throw new CorruptDataException(
          name,
          "PCM of 8, 16, 24 or 32 bits, floating point of 32 or 64, μ-law or A-law",
          "format " + tag + " of " + bits + " bits",
          REMEDY);
    }
    int channels = file.getShort(at + 2) & 0xffff;
    long rate = file.getInt(at + 4) & 0xffff_ffffL;
    int frame = file.getShort(at + 12) & 0xffff;
    if (channels == 0) {
      throw new CorruptDataException(name, at + 2, "at least one channel", channels);
    }
    if (!Recording.isRate(rate)) {
      throw new CorruptDataException(name, at + 4, Recording.RATES + " samples a second", rate);
    }
    if (frame != channels * coding.bytes()) {
      throw new CorruptDataException(
          name,
          at + 12,
          channels * coding.bytes() + " bytes for " + channels + " channels of " + bits + " bits",
          frame);
    }
    return new WavFormat(coding, channels, (int) rate);
  }

  private static int tag(String name, ByteBuffer file, int at, int length) {
    int tag = file.getShort(at) & 0xffff;
    if (tag != EXTENSIBLE) {
      return tag;
    }
    if (length < EXTENSIBLE_SIZE) {
      throw new CorruptDataException(
          name, at, "an extensible format of " + EXTENSIBLE_SIZE + " bytes or more", length);
    }
    long start = file.getLong(at + 24);
    if (start >>> 16 != GUID_MIDDLE || file.getLong(at + 32) != GUID_END) {
      throw new CorruptDataException(
          name, "an extensible format with a known identifier", "another one", REMEDY);
    }
    return (int) (start & 0xffff);
  }

  private static @Nullable SampleCoding coding(int tag, int bits) {
    return switch (tag) {
      case PCM ->
          switch (bits) {
            case 8 -> SampleCoding.PCM_8;
            case 16 -> SampleCoding.PCM_16;
            case 24 -> SampleCoding.PCM_24;
            case 32 -> SampleCoding.PCM_32;
            default -> null;
          };
      case FLOAT ->
          switch (bits) {
            case 32 -> SampleCoding.FLOAT_32;
            case 64 -> SampleCoding.FLOAT_64;
            default -> null;
          };
      case A_LAW -> bits == 8 ? SampleCoding.A_LAW : null;
      case MU_LAW -> bits == 8 ? SampleCoding.MU_LAW : null;
      default -> null;
    };
  }
}
