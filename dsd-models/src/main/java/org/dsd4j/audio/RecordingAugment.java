package org.dsd4j.audio;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * Random changes of recordings for training. Each draws its factor or level uniformly from a range;
 * if both ends are equal, the value is fixed.
 */
public final class RecordingAugment {
  private static final double SLOWEST = 0.25;
  private static final double FASTEST = 4;

  private RecordingAugment() {}

  /**
   * Adds white noise, so that the recording's power is {@code 10^(dB / 10)} times that of the
   * noise. Silence stays silent. Samples can exceed full scale.
   *
   * @param least the smallest ratio of signal to noise in dB, such as 10
   * @param most the largest, such as 30
   */
  public static RecordingTransform whiteNoise(double least, double most) {
    checkRange("ratio of signal to noise in dB", least, most);
    RecordingTransform noisy =
        (recording, random) -> {
          double ratio = between(least, most, random);
          float[] noise = new float[recording.samples().length];
          for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
          }
          return NoiseMix.mixed(recording, noise, ratio);
        };
    return noisy.named("white noise at " + range(least, most) + " dB");
  }

  /**
   * Adds a part of a longer noise, from a random position and repeated from its beginning where it
   * ends, so that the recording's power is {@code 10^(dB / 10)} times that of the part. Silence
   * stays silent, and nothing changes where the noise is silent.
   *
   * @param noise for example a room, a street or other voices
   * @param least the smallest ratio of signal to noise in dB
   * @param most the largest
   * @return a transform that throws an {@link IllegalArgumentException} for recordings with another
   *     rate than the noise's
   */
  public static RecordingTransform noise(Recording noise, double least, double most) {
    checkRange("ratio of signal to noise in dB", least, most);
    RecordingTransform noisy =
        (recording, random) -> {
          Check.argument(
              recording.rate() == noise.rate(),
              "recording to add noise to",
              "the noise's rate, " + noise.rate(),
              recording.rate(),
              "resample one of them");
          double ratio = between(least, most, random);
          int from = random.nextInt(noise.samples().length);
          float[] part = new float[recording.samples().length];
          for (int i = 0; i < part.length; i++) {
            part[i] = noise.samples()[(int) (((long) from + i) % noise.samples().length)];
          }
          return NoiseMix.mixed(recording, part, ratio);
        };
    return noisy.named("noise at " + range(least, most) + " dB");
  }

  /**
   * Makes speech slower or faster without a change of its pitch, by WSOLA (Verhelst and Roelands
   * 1993): short pieces are moved, each to the position where it continues the one before best.
   *
   * @param slowest the smallest factor, such as 0.9; from 0.25 on
   * @param fastest the largest, such as 1.1; up to 4
   */
  public static RecordingTransform tempo(double slowest, double fastest) {
    checkFactors("tempo", slowest, fastest);
    RecordingTransform changed =
        (recording, random) -> Wsola.atTempo(recording, between(slowest, fastest, random));
    return changed.named("tempo × " + range(slowest, fastest));
  }

  /**
   * Plays slower or faster, so that the pitch changes with the tempo (speed perturbation, Ko et al.
   * 2015): the samples are treated as samples of a rate {@code factor} times as high, rounded to a
   * whole number, and resampled.
   *
   * @param slowest the smallest factor, 0.9 in the paper; from 0.25 on
   * @param fastest the largest, 1.1 in the paper; up to 4
   */
  public static RecordingTransform speed(double slowest, double fastest) {
    checkFactors("speed", slowest, fastest);
    RecordingTransform changed =
        (recording, random) -> {
          double factor = between(slowest, fastest, random);
          int rate = (int) Math.rint(factor * recording.rate());
          if (rate == recording.rate()) {
            return recording;
          }
          Resampler resampler = new Resampler(rate, recording.rate());
          return new Recording(resampler.resample(recording.samples()), recording.rate());
        };
    return changed.named("speed × " + range(slowest, fastest));
  }

  private static String range(double least, double most) {
    return least == most
        ? Numerals.text(least)
        : Numerals.text(least) + " to " + Numerals.text(most);
  }

  private static void checkFactors(String what, double least, double most) {
    checkRange("factor of the " + what, least, most);
    Check.argument(
        least >= SLOWEST && most <= FASTEST,
        "factor of the " + what,
        SLOWEST + " to " + FASTEST,
        least + " to " + most,
        "pass 0.9 and 1.1, say");
  }

  private static void checkRange(String what, double least, double most) {
    Check.argument(
        least <= most && Double.isFinite(least) && Double.isFinite(most),
        what,
        "a range from the smaller to the larger number",
        least + " to " + most,
        "pass the smaller one first");
  }

  private static double between(double least, double most, RandomGenerator random) {
    return least + (most - least) * random.nextDouble();
  }
}
