package org.dsd4j.audio;

import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;

/**
 * The natural logarithm of the power in bands of equal width in mel, [T, bands]: triangular filters
 * over the bins of a {@link Stft}, on HTK's scale and from 0 Hz to half the rate unless set
 * otherwise. Powers below {@link LogSpectrogram#FLOOR} are raised to it.
 */
public final class LogMel implements AudioFeatures {
  private final Stft stft;
  private final int bands;
  private final MelScale scale;
  private final double low;
  private final double high;
  private final MelFilters filters;

  private LogMel(Stft stft, int bands, MelScale scale, double low, double high) {
    this.stft = stft;
    this.bands = Check.positive("mel bands", bands);
    this.scale = scale;
    this.low = Check.notNegative("lowest frequency", low);
    this.high = high;
    Check.argument(
        high > low && high <= stft.rate() / 2.0,
        "highest frequency",
        "above the lowest, " + low + " Hz, and up to half the rate, " + stft.rate() / 2.0,
        high,
        "pass hertz");
    this.filters = MelFilters.of(stft, scale, bands, low, high);
  }

  /**
   * Log mel features with this number of bands, from these spectra.
   *
   * @param bands 40 or 80 are usual at 16 kHz
   * @throws IllegalArgumentException if there are so many bands that one contains no bin of the
   *     spectrum
   */
  public static LogMel of(Stft stft, int bands) {
    return new LogMel(stft, bands, MelScale.HTK, 0, stft.rate() / 2.0);
  }

  /** A copy with this scale; the default is HTK's. */
  public LogMel scale(MelScale changed) {
    return new LogMel(stft, bands, changed, low, high);
  }

  /** A copy that covers this range of frequencies in hertz; the default is 0 to half the rate. */
  public LogMel range(double lowest, double highest) {
    return new LogMel(stft, bands, scale, lowest, highest);
  }

  @Override
  public int rate() {
    return stft.rate();
  }

  @Override
  public int size() {
    return bands;
  }

  @Override
  public int frames(int samples) {
    return stft.frames(samples);
  }

  @Override
  public Values of(Recording recording) {
    int frames = frames(recording.samples().length);
    float[] features = FrameMatrix.allocate(frames, bands);
    stft.forEachFrame(
        recording,
        (t, power) -> {
          for (int band = 0; band < bands; band++) {
            features[t * bands + band] = LogSpectrogram.log(filters.power(band, power));
          }
        });
    return new Values(Shape.of(frames, bands), features);
  }

  @Override
  public String toString() {
    return "log mel, "
        + bands
        + " bands on "
        + scale
        + " from "
        + Numerals.text(low)
        + " to "
        + Numerals.text(high)
        + " Hz, "
        + stft;
  }
}
