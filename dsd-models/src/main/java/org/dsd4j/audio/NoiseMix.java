package org.dsd4j.audio;

/** Adds noise of a given level to a recording. */
final class NoiseMix {
  private NoiseMix() {}

  /**
   * The sum of a recording and scaled noise of the same length.
   *
   * @param ratio the signal-to-noise ratio of the result, in dB
   */
  static Recording mixed(Recording recording, float[] noise, double ratio) {
    float[] samples = recording.samples();
    double signalPower = power(samples);
    double noisePower = power(noise);
    if (signalPower == 0 || noisePower == 0) {
      return recording;
    }
    double factor = Math.sqrt(signalPower / noisePower * Math.pow(10, -ratio / 10));
    float[] sum = new float[samples.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (samples[i] + factor * noise[i]);
    }
    return new Recording(sum, recording.rate());
  }

  private static double power(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return sum / samples.length;
  }
}
