package org.dsd4j.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * A WAV file: chunks in a RIFF file, of which "fmt " says what is in "data" and all others are
 * passed over. The JDK's own reader knows neither 24 bits nor most floating point, and believes
 * what a header says of sizes.
 */
final class WavFile {
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FMT = 0x20746d66;
  private static final int DATA = 0x61746164;

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int WRITTEN_HEADER = 44;
  private static final double SCALE = 1 << 15;

  private final String name;
  private final ByteBuffer file;

  /** Where the RIFF file ends: what other programs add behind it is no chunk. */
  private final int end;

  private @Nullable WavFormat format;
  private int dataAt;
  private int dataLength;

  private WavFile(String name, byte[] bytes) {
    this.name = name;
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long claimed = CHUNK_HEADER + (file.getInt(4) & 0xffff_ffffL);
    if (claimed > bytes.length) {
      throw brokenOff(claimed, bytes.length);
    }
    this.end = (int) claimed;
  }

  static boolean isOne(byte[] bytes) {
    if (bytes.length < RIFF_HEADER) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return header.getInt(0) == RIFF && header.getInt(8) == WAVE;
  }

  /**
   * Reads all samples.
   *
   * @throws CorruptDataException if a chunk reaches beyond the end of the file, or is missing, or
   *     there twice, or says what cannot be
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
    // A rest that is too short for a chunk is what programs leave behind the last.
    while (end - at >= CHUNK_HEADER) {
      int id = file.getInt(at);
      long length = file.getInt(at + 4) & 0xffff_ffffL;
      int from = at + CHUNK_HEADER;
      if (length > end - from) {
        throw brokenOff(from + length, end);
      }
      take(id, from, (int) length);
      // Chunks begin at even places.
      at = (int) (from + length + (length & 1));
    }
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
          "a WAV file with a format and samples",
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
   * A file of 16 bits PCM.
   *
   * @throws IllegalArgumentException if it would be too large to be read again
   */
  static ByteBuffer encoded(Recording recording) {
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
