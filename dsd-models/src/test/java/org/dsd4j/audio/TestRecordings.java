package org.dsd4j.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;

/** Recordings for tests: those of make_audio.py, and tones and noise that are computed. */
public final class TestRecordings {
  private TestRecordings() {}

  /** What is in a file among the resources. */
  public static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(TestRecordings.class.getResourceAsStream("/audio/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Four tenths of a second of "seven" at 8 kHz. */
  public static Recording speech() {
    return AudioFile.read("speech.wav", resource("speech.wav"));
  }

  /** A sine of half the full scale. */
  static Recording sine(double hertz, int rate, double seconds) {
    float[] samples = new float[(int) Math.round(rate * seconds)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return new Recording(samples, rate);
  }

  /** White noise with a deviation of a tenth of the full scale. */
  static Recording noise(int samples, int rate, long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    float[] noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    return new Recording(noise, rate);
  }

  static Recording silence(int samples, int rate) {
    return new Recording(new float[samples], rate);
  }

  static double power(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return sum / samples.length;
  }

  /** The frame t of features [T, F]. */
  static float[] frame(Values features, int t) {
    int size = features.shape().last();
    return Arrays.copyOfRange(features.array(), t * size, (t + 1) * size);
  }

  static int peak(float[] values) {
    int peak = 0;
    for (int i = 1; i < values.length; i++) {
      peak = values[i] > values[peak] ? i : peak;
    }
    return peak;
  }

  /** The chunk "fmt " of PCM with these claims, 24 bytes. */
  public static ByteBuffer format(int tag, int channels, long rate, int frameBytes, int bits) {
    ByteBuffer chunk = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    chunk.putShort((short) tag).putShort((short) channels).putInt((int) rate);
    chunk.putInt((int) (rate * frameBytes)).putShort((short) frameBytes).putShort((short) bits);
    return chunk.flip();
  }

  /** The header of a chunk and its content. */
  public static ByteBuffer chunk(String id, long claimed, byte... content) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + content.length).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put(id.getBytes(StandardCharsets.US_ASCII)).putInt((int) claimed).put(content);
    return chunk.flip();
  }

  /** A WAV file of these chunks. */
  public static byte[] wav(ByteBuffer... chunks) {
    int length = 4;
    for (ByteBuffer chunk : chunks) {
      length += chunk.remaining();
    }
    ByteBuffer file = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    file.put("WAVE".getBytes(StandardCharsets.US_ASCII));
    for (ByteBuffer chunk : chunks) {
      file.put(chunk.duplicate());
    }
    return file.array();
  }
}
