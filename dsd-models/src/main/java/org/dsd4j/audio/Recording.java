package org.dsd4j.audio;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;

/**
 * Sound of one channel: samples, of which ±1 is full scale, and the sampling rate. {@link
 * org.dsd4j.audio.file.AudioFile} reads recordings; {@link AudioFeatures} are computed from them.
 *
 * @param samples at least one, all finite; not copied, and must not be changed afterwards
 * @param rate samples per second, from {@link #LOWEST_RATE} to {@link #HIGHEST_RATE}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between file and features, never a key
public record Recording(float[] samples, int rate) {
  /** The lowest sampling rate; a lower one cannot represent speech. */
  public static final int LOWEST_RATE = 1000;

  /** The highest sampling rate, above all rates in use. */
  public static final int HIGHEST_RATE = 768_000;

  /**
   * The accepted rates as given in messages.
   *
   * @hidden
   */
  @Internal public static final String RATES = "a rate from " + LOWEST_RATE + " to " + HIGHEST_RATE;

  /**
   * Checks samples and rate.
   *
   * @throws IllegalArgumentException if there are no samples, one is not finite, or the rate is out
   *     of range
   */
  public Recording {
    Check.argument(samples.length > 0, "recording", "at least one sample", "none", "leave it out");
    checkRate(rate);
    for (int i = 0; i < samples.length; i++) {
      // Check.argument would build a message for each of millions of samples.
      if (!Float.isFinite(samples[i])) {
        throw new IllegalArgumentException(
            Check.message(
                "recording, sample " + i,
                "a finite number",
                samples[i],
                "repair or leave out the recording"));
      }
    }
  }

  static void checkRate(int rate) {
    Check.argument(
        isRate(rate), "samples a second", RATES, rate, "pass that of the recording, such as 16000");
  }

  /**
   * @hidden
   */
  @Internal
  public static boolean isRate(long rate) {
    return rate >= LOWEST_RATE && rate <= HIGHEST_RATE;
  }

  /** The duration in seconds. */
  public double seconds() {
    return (double) samples.length / rate;
  }

  /**
   * The same sound at another rate, by interpolation with a windowed sinc, which also removes
   * frequencies that the lower rate cannot represent. Frequencies up to 0.92 of half the lower rate
   * are unchanged, and those above half of it are attenuated by at least 80 dB. The recording is
   * padded with silence; the result has {@code ceil(samples · rate / this.rate)} samples.
   *
   * @param rate samples per second; if it is this recording's rate, the recording itself is
   *     returned
   * @throws IllegalArgumentException if the rate is out of range, or the result would have more
   *     samples than an array holds
   */
  public Recording resampled(int rate) {
    checkRate(rate);
    return rate == this.rate
        ? this
        : new Recording(new Resampler(this.rate, rate).resample(samples), rate);
  }

  /**
   * This recording with its high frequencies raised: {@code y[n] = x[n] − coefficient · x[n − 1]},
   * with x[−1] = x[0]. Usual before {@link Mfcc}, with 0.97.
   *
   * @param coefficient in [0, 1); 0 changes nothing
   */
  public Recording preEmphasized(double coefficient) {
    Check.coefficient("coefficient of the pre-emphasis", coefficient, 0.97);
    float[] changed = new float[samples.length];
    float before = samples[0];
    for (int i = 0; i < samples.length; i++) {
      changed[i] = (float) (samples[i] - coefficient * before);
      before = samples[i];
    }
    return new Recording(changed, rate);
  }

  /** For example {@code 2.5 s at 16000 Hz}. */
  @Override
  public String toString() {
    return Numerals.rounded((double) samples.length / rate) + " s at " + rate + " Hz";
  }
}
