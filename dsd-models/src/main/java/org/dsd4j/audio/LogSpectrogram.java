package org.dsd4j.audio;

import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;

/**
 * The natural logarithm of the power in each bin of a {@link Stft}, [T, size / 2 + 1]. Powers below
 * {@link #FLOOR} are raised to it.
 */
public final class LogSpectrogram implements AudioFeatures {
  /**
   * The smallest power whose logarithm is taken; it keeps silence finite. With the default window
   * at 16 kHz, white noise has this power at 0.8 · 10⁻⁶ of full scale, below the resolution of 16
   * bits.
   */
  public static final double FLOOR = 1e-10;

  private final Stft stft;

  private LogSpectrogram(Stft stft) {
    this.stft = stft;
  }

  /** The log spectrogram of these spectra. */
  public static LogSpectrogram of(Stft stft) {
    return new LogSpectrogram(stft);
  }

  @Override
  public int rate() {
    return stft.rate();
  }

  @Override
  public int size() {
    return stft.bins();
  }

  @Override
  public int frames(int samples) {
    return stft.frames(samples);
  }

  @Override
  public Values of(Recording recording) {
    int frames = frames(recording.samples().length);
    int size = size();
    float[] features = FrameMatrix.allocate(frames, size);
    stft.forEachFrame(
        recording,
        (t, power) -> {
          for (int k = 0; k < size; k++) {
            features[t * size + k] = log(power[k]);
          }
        });
    return new Values(Shape.of(frames, size), features);
  }

  static float log(double power) {
    return (float) Math.log(Math.max(power, FLOOR));
  }

  @Override
  public String toString() {
    return "log spectrogram, " + stft;
  }
}
