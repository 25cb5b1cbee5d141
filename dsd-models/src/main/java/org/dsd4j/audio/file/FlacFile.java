package org.dsd4j.audio.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.CorruptDataException;

/**
 * A native FLAC file (RFC 9639): metadata blocks, of which only the first is read, then frames. The
 * jFLAC library allocates memory by a header's claims, prints, and ignores damage; here every
 * checksum is verified.
 *
 * <p>A complete header has the checksum of all samples and their exact number. The header of an
 * encoder that wrote into a pipe has no checksum, and its number is an estimate: SoX's is too large
 * by a few hundred. Then the recording ends with the file, if a frame ends there and less than one
 * further frame is missing.
 */
final class FlacFile {
  private static final String MAGIC = "fLaC";

  /**
   * The first bytes of tags that programs write after the last frame; a frame begins with other
   * bytes.
   */
  private static final List<String> TAGS = List.of("TAG", "APETAGEX", "ID3", "LYRICSBEGIN");

  private static final int BLOCK_HEADER = 4;

  /** More than nine hours at 8 kHz. */
  private static final int MOST_SAMPLES = 1 << 28;

  /**
   * Three times the number for silence in frames of the usual size: a small file can contain days
   * of silence.
   */
  private static final int MOST_SAMPLES_PER_BYTE = 1024;

  private static final int FIRST_CAPACITY = 1 << 14;

  private final String name;
  private final byte[] bytes;
  private final FlacStreamInfo info;
  private final int framesFrom;
  private final MessageDigest md5 = md5();
  private float[] mono = new float[FIRST_CAPACITY];
  private byte[] packed = new byte[0];

  private FlacFile(String name, byte[] bytes, FlacStreamInfo info, int framesFrom) {
    this.name = name;
    this.bytes = bytes;
    this.info = info;
    this.framesFrom = framesFrom;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  static boolean isOne(byte[] bytes) {
    return AudioFile.startsWith(bytes, 0, MAGIC);
  }

  /**
   * Reads all samples.
   *
   * @throws CorruptDataException if the file is damaged or truncated
   */
  static Recording read(String name, byte[] bytes) {
    int at = MAGIC.length();
    int type = blockType(name, bytes, at);
    if (type != 0 || blockLength(bytes, at) != FlacStreamInfo.SIZE) {
      throw new CorruptDataException(
          name, at, "a block that describes the stream", "block " + type);
    }
    FlacStreamInfo info = FlacStreamInfo.parse(name, bytes, at + BLOCK_HEADER);
    boolean last = false;
    while (!last) {
      blockType(name, bytes, at);
      last = bytes[at] < 0;
      at += BLOCK_HEADER + blockLength(bytes, at);
    }
    return new FlacFile(name, bytes, info, at).decode();
  }

  /** The type of a block, which must be entirely within the file. */
  private static int blockType(String name, byte[] bytes, int at) {
    int left = bytes.length - at - BLOCK_HEADER;
    if (left < 0 || blockLength(bytes, at) > left) {
      throw new CorruptDataException(name, at, "a block of metadata", "the end of the file");
    }
    return bytes[at] & 0x7f;
  }

  private static int blockLength(byte[] bytes, int at) {
    return (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
  }

  private Recording decode() {
    FlacBits bits = new FlacBits(name, bytes, framesFrom);
    FlacFrames frames = new FlacFrames(name, bits, info);
    while (info.samples() == 0 ? !isAtEnd(bits) : frames.samples() < info.samples()) {
      if (isAtEnd(bits) && isWholeWith(frames.samples())) {
        break;
      }
      int from = (int) frames.samples();
      int size = frames.next();
      checkPlausible(frames.samples());
      append(frames.channels(), from, size);
    }
    checkTotal(frames.samples());
    return new Recording(Arrays.copyOf(mono, (int) frames.samples()), info.rate());
  }

  /** Whether the file or its frames end here: the next bytes, if any, are a tag. */
  private boolean isAtEnd(FlacBits bits) {
    return bits.isAtEnd()
        || TAGS.stream().anyMatch(tag -> AudioFile.startsWith(bytes, bits.position(), tag));
  }

  private void checkPlausible(long samples) {
    long most = Math.min(MOST_SAMPLES, (long) MOST_SAMPLES_PER_BYTE * bytes.length);
    if (samples > most) {
      throw corrupt(
          "at most " + most + " samples in a file of " + bytes.length + " bytes",
          samples + " or more",
          "cut the recording into shorter ones");
    }
  }

  private boolean isWholeWith(long samples) {
    return !info.isCompleted() && samples > 0 && info.samples() - samples < info.largestBlock();
  }

  private void checkTotal(long samples) {
    if (samples == 0) {
      throw corrupt("samples", "none", "replace or remove it");
    }
    if (info.samples() > 0 && samples > info.samples()) {
      throw corrupt(
          info.samples() + " samples, as its header says", samples, "get it again from its source");
    }
    if (info.isCompleted() && !Arrays.equals(md5.digest(), info.md5())) {
      throw corrupt("samples with the header's checksum", "others", "get it again from its source");
    }
  }

  private CorruptDataException corrupt(String expected, Object received, String remedy) {
    return new CorruptDataException(name, expected, received, remedy);
  }

  private void append(long[][] channels, int from, int size) {
    if (from + size > mono.length) {
      mono = Arrays.copyOf(mono, Math.max(from + size, Math.min(MOST_SAMPLES, 2 * mono.length)));
    }
    double scale = 1.0 / ((double) channels.length * (1L << (info.bits() - 1)));
    for (int i = 0; i < size; i++) {
      long sum = 0;
      for (long[] channel : channels) {
        sum += channel[i];
      }
      double value = sum * scale;
      if (Math.abs(value) > 1) {
        throw corrupt("samples of " + info.bits() + " bits", "larger ones", "get it again");
      }
      mono[from + i] = (float) value;
    }
    if (info.isCompleted()) {
      updateChecksum(channels, size);
    }
  }

  /** The checksum covers the interleaved samples of all channels, in whole bytes, little-endian. */
  private void updateChecksum(long[][] channels, int size) {
    int sampleBytes = (info.bits() + Byte.SIZE - 1) / Byte.SIZE;
    int length = size * channels.length * sampleBytes;
    if (packed.length < length) {
      packed = new byte[length];
    }
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (long[] channel : channels) {
        for (int b = 0; b < sampleBytes; b++) {
          packed[at] = (byte) (channel[i] >> (Byte.SIZE * b));
          at++;
        }
      }
    }
    md5.update(packed, 0, length);
  }
}
