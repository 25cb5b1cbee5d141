package org.dsd4j.audio;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.ShapeException;

/**
 * Sets random bands and time ranges of a sequence [T, F] to 0, which is the mean after a
 * normalisation (Park et al. 2019: SpecAugment). The width of a mask of bands is drawn from 0 to
 * the widest, and its position from all that fit; likewise for a mask of frames, which is also
 * limited to a fraction of the sequence. Masks may overlap. There is no time warping, which the
 * paper found to matter least.
 *
 * <p>For log spectrograms and log mel bands without deltas, before sequences are padded. Immutable.
 */
public final class SpecAugment implements Transform {
  private final int bandMasks;
  private final int widest;
  private final int timeMasks;
  private final int longest;
  private final double share;

  private SpecAugment(int bandMasks, int widest, int timeMasks, int longest, double share) {
    this.bandMasks = Check.notNegative("masks of bands", bandMasks);
    this.widest = Check.notNegative("bands of the widest mask", widest);
    this.timeMasks = Check.notNegative("masks of time", timeMasks);
    this.longest = Check.notNegative("frames of the longest mask", longest);
    this.share = share;
    Check.argument(
        share >= 0 && share <= 1,
        "share of the sequence that a mask may cover",
        "a number from 0 to 1",
        share,
        "pass 0.2, say");
  }

  /** No masks; add them by {@link #bands} and {@link #time}. */
  public static SpecAugment none() {
    return new SpecAugment(0, 0, 0, 0, 1);
  }

  /**
   * The paper's policy LD, for LibriSpeech in 80 bands: two masks of up to 27 bands, two of up to
   * 100 frames.
   */
  public static SpecAugment libriSpeechDouble() {
    return none().bands(2, 27).time(2, 100);
  }

  /**
   * The paper's policy SM, for Switchboard in 80 bands: two masks of up to 15 bands, two of up to
   * 70 frames but at most a fifth of the sequence.
   */
  public static SpecAugment switchboardMild() {
    return none().bands(2, 15).time(2, 70).largestShare(0.2);
  }

  /** A copy with this number of masks of bands, each 0 to {@code widest} bands wide. */
  public SpecAugment bands(int masks, int widest) {
    return new SpecAugment(masks, widest, timeMasks, longest, share);
  }

  /** A copy with this number of masks of frames, each 0 to {@code longest} frames long. */
  public SpecAugment time(int masks, int longest) {
    return new SpecAugment(bandMasks, widest, masks, longest, share);
  }

  /** A copy in which a mask of frames covers at most this fraction of a sequence; 1 by default. */
  public SpecAugment largestShare(double largest) {
    return new SpecAugment(bandMasks, widest, timeMasks, longest, largest);
  }

  @Override
  public Sample apply(Sample sample, RandomGenerator random) {
    return sample.withFeatures(apply(sample.features(), random));
  }

  /**
   * The masked features.
   *
   * @param features [T, F]
   * @throws ShapeException if they have another shape
   */
  public Values apply(Values features, RandomGenerator random) {
    if (features.shape().rank() != 2) {
      throw new ShapeException(
          "masks of features", "sequences [T, F]", features.shape(), "mask sequences only");
    }
    int frames = features.shape().extent(0);
    int bands = features.shape().extent(1);
    float[] masked = features.array().clone();
    for (int i = 0; i < bandMasks; i++) {
      int width = random.nextInt(Math.min(widest, bands) + 1);
      int from = random.nextInt(bands - width + 1);
      clear(masked, bands, new Rectangle(0, frames, from, from + width));
    }
    int most = (int) Math.min(longest, share * frames);
    for (int i = 0; i < timeMasks; i++) {
      int length = random.nextInt(most + 1);
      int from = random.nextInt(frames - length + 1);
      clear(masked, bands, new Rectangle(from, from + length, 0, bands));
    }
    return new Values(features.shape(), masked);
  }

  private record Rectangle(int fromFrame, int toFrame, int fromBand, int toBand) {}

  private static void clear(float[] features, int bands, Rectangle mask) {
    for (int t = mask.fromFrame; t < mask.toFrame; t++) {
      for (int f = mask.fromBand; f < mask.toBand; f++) {
        features[t * bands + f] = 0;
      }
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "SpecAugment, %d masks of up to %d bands, %d of up to %d frames and %s of the sequence",
        bandMasks,
        widest,
        timeMasks,
        longest,
        Numerals.text(share));
  }
}
