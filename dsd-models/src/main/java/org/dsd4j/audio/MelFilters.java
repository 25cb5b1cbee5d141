package org.dsd4j.audio;

import org.dsd4j.internal.Check;

/**
 * Triangular filters over the bins of a spectrum, with corners equally spaced in mel: the peak of
 * each is where its neighbours begin and end.
 */
final class MelFilters {
  private final int[] first;
  private final double[][] weights;

  private MelFilters(int bands) {
    this.first = new int[bands];
    this.weights = new double[bands][];
  }

  /**
   * The filters.
   *
   * @param low the lower end of the first, in hertz
   * @param high the upper end of the last, in hertz
   * @throws IllegalArgumentException if one of them has no bin
   */
  static MelFilters of(Stft stft, MelScale scale, int bands, double low, double high) {
    MelFilters filters = new MelFilters(bands);
    double from = scale.toMel(low);
    double step = (scale.toMel(high) - from) / (bands + 1);
    for (int band = 0; band < bands; band++) {
      double left = scale.toHertz(from + band * step);
      double middle = scale.toHertz(from + (band + 1) * step);
      double right = scale.toHertz(from + (band + 2) * step);
      filters.fill(band, new double[] {left, middle, right}, stft, scale.height(right - left));
    }
    return filters;
  }

  private void fill(int band, double[] corners, Stft stft, double height) {
    double spacing = (double) stft.rate() / stft.size();
    int from = (int) Math.floor(corners[0] / spacing) + 1;
    int to = Math.min(stft.bins(), (int) Math.ceil(corners[2] / spacing));
    Check.argument(
        from < to,
        "mel bands",
        "at least one bin of the spectrum in each",
        "none in band " + band + ", " + corners[0] + " to " + corners[2] + " Hz",
        "make fewer bands or a larger transform");
    first[band] = from;
    weights[band] = new double[to - from];
    for (int k = from; k < to; k++) {
      double rising = (k * spacing - corners[0]) / (corners[1] - corners[0]);
      double falling = (corners[2] - k * spacing) / (corners[2] - corners[1]);
      weights[band][k - from] = height * Math.min(rising, falling);
    }
  }

  /** The power of a spectrum in a band. */
  double power(int band, double[] power) {
    double sum = 0;
    for (int i = 0; i < weights[band].length; i++) {
      sum += weights[band][i] * power[first[band] + i];
    }
    return sum;
  }
}
