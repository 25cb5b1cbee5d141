package org.dsd4j.audio;

import java.util.Arrays;
import java.util.Locale;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The short-time Fourier transform on which features are based: power spectra of short overlapping
 * frames. The defaults are windows of 25 ms every 10 ms, Hann's window function, and the smallest
 * power of two for the transform's size that holds a window.
 *
 * <p>Frame t begins at sample t · hop; its samples are multiplied by the window function and
 * zero-padded to the transform's size; the spectrum is the power |X|², without a factor, of bins 0
 * to size / 2. Bin k is at k · rate / size Hz. There is no padding before the first frame and no
 * frame extends beyond the end: there are {@code 1 + (samples − window) / hop} frames, rounded
 * down. A recording shorter than a window gives one zero-padded frame.
 *
 * <p>Immutable and thread-safe.
 */
public final class Stft {
  /** Two seconds at 16 kHz; a longer frame is not short-time. */
  private static final int LARGEST_SIZE = 1 << 15;

  private final int rate;
  private final double window;
  private final double hop;
  private final int size;
  private final WindowFunction function;

  private final int windowSamples;
  private final int hopSamples;
  private final double[] factors;
  private final DoubleFFT_1D transform;

  private Stft(int rate, double window, double hop, int size, WindowFunction function) {
    this.rate = rate;
    this.window = window;
    this.hop = hop;
    this.function = function;
    this.windowSamples = samples("window", window);
    this.hopSamples = samples("hop", hop);
    this.size = size == 0 ? nextPowerOfTwo(windowSamples) : size;
    Check.argument(
        this.size >= windowSamples && this.size <= LARGEST_SIZE && this.size % 2 == 0,
        "size of the transform",
        "an even number from the window's " + windowSamples + " samples to " + LARGEST_SIZE,
        this.size,
        "pass the next power of two, or shorten the window");
    this.factors = function.values(windowSamples);
    this.transform = new DoubleFFT_1D(this.size);
  }

  private int samples(String what, double seconds) {
    double exact = Check.positive(what + " in seconds", seconds) * rate;
    Check.argument(
        exact >= 1 && exact <= LARGEST_SIZE,
        what + " in samples",
        "from 1 to " + LARGEST_SIZE,
        exact,
        "pass seconds, such as 0.01");
    return (int) Math.rint(exact);
  }

  private static int nextPowerOfTwo(int n) {
    return n == 1 ? 2 : Integer.highestOneBit(n - 1) << 1;
  }

  /**
   * The transform for recordings of this rate, with windows of 25 ms every 10 ms.
   *
   * @param rate samples per second
   */
  public static Stft of(int rate) {
    Recording.checkRate(rate);
    return new Stft(rate, 0.025, 0.01, 0, WindowFunction.HANN);
  }

  /** A copy with windows of this length in seconds; 0.025 by default. */
  public Stft window(double seconds) {
    return new Stft(rate, seconds, hop, 0, function);
  }

  /** A copy with this time from frame to frame in seconds; 0.01 by default. */
  public Stft hop(double seconds) {
    return new Stft(rate, window, seconds, size, function);
  }

  /**
   * A copy with a transform of this size, an even number not below the window's samples. Call it
   * after {@link #window}, which sets the next power of two.
   */
  public Stft size(int samples) {
    return new Stft(rate, window, hop, Check.positive("size of the transform", samples), function);
  }

  /** A copy with this window function; Hann's by default. */
  public Stft function(WindowFunction changed) {
    return new Stft(rate, window, hop, size, changed);
  }

  /** The sampling rate of the recordings, in samples per second. */
  public int rate() {
    return rate;
  }

  /** The size of the transform in samples. */
  public int size() {
    return size;
  }

  /** The length of a window in samples. */
  public int windowSamples() {
    return windowSamples;
  }

  /** The distance from frame to frame in samples. */
  public int hopSamples() {
    return hopSamples;
  }

  /** The number of frequencies of a spectrum, size / 2 + 1. */
  public int bins() {
    return size / 2 + 1;
  }

  /** The number of frames of a recording with so many samples; at least one. */
  public int frames(int samples) {
    return 1 + Math.max(0, samples - windowSamples) / hopSamples;
  }

  /** Receives the spectra one after the other. */
  interface FrameConsumer {
    /**
     * Receives a spectrum.
     *
     * @param frame the frame's number, from 0
     * @param power the power of each bin; overwritten for the next frame
     */
    void accept(int frame, double[] power);
  }

  /**
   * Passes the spectra of a recording to a consumer.
   *
   * @throws IllegalArgumentException if the recording has another rate
   */
  void forEachFrame(Recording recording, FrameConsumer consumer) {
    Check.argument(
        recording.rate() == rate,
        "recording",
        rate + " samples a second",
        recording.rate(),
        "pass recording.resampled(" + rate + ")");
    double[] frame = new double[size];
    double[] power = new double[bins()];
    int frames = frames(recording.samples().length);
    for (int t = 0; t < frames; t++) {
      fill(frame, recording.samples(), t * hopSamples);
      transform.realForward(frame);
      power[0] = frame[0] * frame[0];
      power[size / 2] = frame[1] * frame[1];
      for (int k = 1; k < size / 2; k++) {
        power[k] = frame[2 * k] * frame[2 * k] + frame[2 * k + 1] * frame[2 * k + 1];
      }
      consumer.accept(t, power);
    }
  }

  private void fill(double[] frame, float[] samples, int from) {
    int there = Math.min(windowSamples, samples.length - from);
    for (int i = 0; i < there; i++) {
      frame[i] = factors[i] * samples[from + i];
    }
    Arrays.fill(frame, there, size, 0);
  }

  /** For example {@code windows of 25.00 ms every 10.00 ms at 16000 Hz, transform of 512, HANN}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "windows of %s ms every %s ms at %d Hz, transform of %d, %s",
        Numerals.rounded(1000 * window),
        Numerals.rounded(1000 * hop),
        rate,
        size,
        function);
  }
}
