package org.dsd4j.audio;

import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * Mel-frequency cepstral coefficients, [T, coefficients]: the first ones of the orthonormal cosine
 * transform of {@link LogMel}, {@code c[k] = s[k] Σ x[m] cos(π k (m + ½) / M)} over its M bands
 * with {@code s[0] = √(1 / M)} and {@code s[k] = √(2 / M)}. Coefficient 0, the loudness, is
 * included. There is no liftering, as a normalisation would undo it.
 *
 * <p>{@code Mfcc.of(LogMel.of(Stft.of(16_000), 40), 13).withDeltas()} gives the usual 39 features.
 */
public final class Mfcc implements AudioFeatures {
  private final LogMel mel;
  private final int coefficients;
  private final double[][] cosines;

  private Mfcc(LogMel mel, int coefficients) {
    this.mel = mel;
    this.coefficients = coefficients;
    this.cosines = new double[coefficients][mel.size()];
    int bands = mel.size();
    for (int k = 0; k < coefficients; k++) {
      double factor = Math.sqrt((k == 0 ? 1.0 : 2.0) / bands);
      for (int m = 0; m < bands; m++) {
        cosines[k][m] = factor * Math.cos(Math.PI * k * (m + 0.5) / bands);
      }
    }
  }

  /**
   * The first coefficients of these bands.
   *
   * @param coefficients their number, from 1 to the number of bands; 13 is usual
   */
  public static Mfcc of(LogMel mel, int coefficients) {
    Check.argument(
        coefficients >= 1 && coefficients <= mel.size(),
        "cepstral coefficients",
        "1 to the number of bands, " + mel.size(),
        coefficients,
        "ask for fewer, or make more bands");
    return new Mfcc(mel, coefficients);
  }

  @Override
  public int rate() {
    return mel.rate();
  }

  @Override
  public int size() {
    return coefficients;
  }

  @Override
  public int frames(int samples) {
    return mel.frames(samples);
  }

  @Override
  public Values of(Recording recording) {
    Values logs = mel.of(recording);
    int frames = logs.shape().extent(0);
    float[] features = FrameMatrix.allocate(frames, coefficients);
    for (int t = 0; t < frames; t++) {
      for (int k = 0; k < coefficients; k++) {
        features[t * coefficients + k] = coefficient(logs.array(), t * mel.size(), cosines[k]);
      }
    }
    return new Values(Shape.of(frames, coefficients), features);
  }

  private static float coefficient(float[] logs, int from, double[] cosine) {
    double sum = 0;
    for (int m = 0; m < cosine.length; m++) {
      sum += cosine[m] * logs[from + m];
    }
    return (float) sum;
  }

  @Override
  public String toString() {
    return coefficients + " cepstral coefficients of " + mel;
  }
}
