package org.dsd4j.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A WAV file: chunks in a RIFF file, of which "fmt " describes the samples in "data" and all others
 * are skipped; in RF64 and BW64 files, "ds64" has the sizes. The JDK's own reader supports neither
 * 24 bits nor most floating-point formats, and trusts the sizes in a header.
 *
 * <p>A program that writes into a pipe cannot go back to fill sizes in. It leaves 0, or a size
 * beyond the largest file that is read here; then the recording extends to the end of the file.
 *
 * @hidden
 */
@Internal
public final class WavFile {
  private static final int RIFF = 0x46464952;
  private static final int RF64 = 0x34364652;
  private static final int BW64 = 0x34365742;
  private static final int DS64 = 0x34367364;
  private static final int WAVE = 0x45564157;
  private static final int FMT = 0x20746d66;
  private static final int DATA = 0x61746164;

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int WRITTEN_HEADER = 44;

  /** The placeholder of SoX and eSpeak; those of arecord and FFmpeg are larger. */
  private static final long LEAST_PLACEHOLDER = 0x7fff_f000L;

  private static final long IN_DS64 = 0xffff_ffffL;
  private static final double SCALE = 1 << 15;

  private final String name;
  private final ByteBuffer file;

  /** The end of the RIFF file; bytes that other programs add after it are not chunks. */
  private int end;

  private final boolean isLarge;
  private final boolean isSizeUnknown;
  private @Nullable WavFormat format;
  private int dataAt;
  private int dataLength;

  private WavFile(String name, byte[] bytes) {
    this.name = name;
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.isLarge = file.getInt(0) != RIFF;
    long size = isLarge ? size64(0) : file.getInt(4) & 0xffff_ffffL;
    this.isSizeUnknown = size == 0 || isPlaceholder(size);
    long claimed = isSizeUnknown ? bytes.length : CHUNK_HEADER + size;
    if (claimed > bytes.length) {
      throw brokenOff(claimed, bytes.length);
    }
    this.end = (int) claimed;
  }

  private boolean isPlaceholder(long size) {
    return !isLarge && size >= LEAST_PLACEHOLDER;
  }

  /** A size from the "ds64" chunk: 0 for the whole file, 1 for the samples. */
  private long size64(int number) {
    int at = RIFF_HEADER + CHUNK_HEADER + number * Long.BYTES;
    if (file.limit() < at + Long.BYTES || file.getInt(RIFF_HEADER) != DS64) {
      throw new CorruptDataException(name, RIFF_HEADER, "a chunk ds64 of sizes", "none");
    }
    long size = file.getLong(at);
    if (size < 0 || size > Long.MAX_VALUE / 2) {
      throw new CorruptDataException(name, at, "a size", size);
    }
    return size;
  }

  static boolean isOne(byte[] bytes) {
    if (bytes.length < RIFF_HEADER) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int id = header.getInt(0);
    return (id == RIFF || id == RF64 || id == BW64) && header.getInt(8) == WAVE;
  }

  /**
   * Reads all samples.
   *
   * @throws CorruptDataException if a chunk is missing, occurs twice, extends beyond the end of the
   *     file, or has impossible values
   */
  static Recording read(String name, byte[] bytes) {
    WavFile wav = new WavFile(name, bytes);
    wav.findChunks();
    return wav.recording();
  }

  private CorruptDataException brokenOff(long claimed, int end) {
    return new CorruptDataException(
        name,
        "a WAV file of at least " + claimed + " bytes, as a header in it says",
        "one that ends after " + end,
        "get it again from its source; if a program wrote it into a pipe, write it into a file");
  }

  private void findChunks() {
    int at = RIFF_HEADER;
    // A remainder too short for a chunk is padding after the last one.
    while (end - at >= CHUNK_HEADER) {
      int id = file.getInt(at);
      int from = at + CHUNK_HEADER;
      long length = file.getInt(at + 4) & 0xffff_ffffL;
      if (id == DATA) {
        length = dataLength(length, from);
      }
      if (length > end - from) {
        throw brokenOff(from + length, end);
      }
      take(id, from, (int) length);
      // Chunks begin at even positions.
      at = (int) (from + length + (length & 1));
    }
  }

  /** The number of bytes of samples from a position on, given the size in the header. */
  private long dataLength(long said, int from) {
    long claimed = isLarge && said == IN_DS64 ? size64(1) : said;
    // In a file of known size, 0 means an empty chunk, unless that size covers the headers only.
    if (isPlaceholder(claimed) || (claimed == 0 && (isSizeUnknown || from == end))) {
      end = from == end ? file.limit() : end;
      return (long) end - from;
    }
    return claimed;
  }

  private void take(int id, int from, int length) {
    if (id == FMT) {
      if (format != null) {
        throw new CorruptDataException(name, from, "one format", "a second one");
      }
      format = WavFormat.parse(name, file, from, length);
    } else if (id == DATA) {
      if (dataAt > 0) {
        throw new CorruptDataException(name, from, "one chunk of samples", "a second one");
      }
      dataAt = from;
      dataLength = length;
    }
  }

  private Recording recording() {
    if (format == null || dataLength == 0) {
      throw new CorruptDataException(
          name,
          "a WAV file with a format and samples within the "
              + end
              + " bytes that its header claims",
          format == null ? "no format" : "no samples",
          "replace or remove it");
    }
    if (dataLength % format.frameBytes() != 0) {
      throw new CorruptDataException(
          name,
          dataAt,
          "whole samples of " + format.frameBytes() + " bytes",
          dataLength + " bytes of them");
    }
    return new Recording(mono(format), format.rate());
  }

  private float[] mono(WavFormat format) {
    SampleCoding coding = format.coding();
    float[] samples = new float[dataLength / format.frameBytes()];
    int at = dataAt;
    for (int i = 0; i < samples.length; i++) {
      double sum = 0;
      for (int c = 0; c < format.channels(); c++) {
        double value = coding.value(file, at);
        if (!(Math.abs(value) <= SampleCoding.LARGEST)) {
          throw outOfScale(at, value);
        }
        sum += value;
        at += coding.bytes();
      }
      samples[i] = (float) (sum / format.channels());
    }
    return samples;
  }

  private CorruptDataException outOfScale(int at, double value) {
    return new CorruptDataException(
        name,
        "samples of which ±1 is full scale and none is beyond ±" + SampleCoding.LARGEST,
        value + " at byte " + at,
        "repair it; divide by 32768 what was meant for 16 bits");
  }

  /**
   * The content of a WAV file with 16 bits PCM.
   *
   * @throws IllegalArgumentException if it would be too large to read
   */
  public static ByteBuffer encoded(Recording recording) {
    float[] samples = recording.samples();
    int most = (AudioFile.LARGEST_FILE - WRITTEN_HEADER) / Short.BYTES;
    Check.argument(
        samples.length <= most,
        "recording to write",
        "at most " + most + " samples",
        samples.length,
        "cut it into shorter ones");
    int dataLength = samples.length * Short.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(WRITTEN_HEADER + dataLength).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(RIFF).putInt(WRITTEN_HEADER - CHUNK_HEADER + dataLength).putInt(WAVE);
    bytes.putInt(FMT).putInt(16).putShort((short) 1).putShort((short) 1);
    bytes.putInt(recording.rate()).putInt(Short.BYTES * recording.rate());
    bytes.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    bytes.putInt(DATA).putInt(dataLength);
    for (float sample : samples) {
      long rounded = Math.round(sample * SCALE);
      bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded)));
    }
    return bytes.flip();
  }
}
