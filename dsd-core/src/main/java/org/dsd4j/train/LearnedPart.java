package org.dsd4j.train;

/**
 * How much of an epoch was learned so far.
 *
 * @param batches how many of its batches are over, skipped ones among them
 * @param lossSum the sum of the losses of the samples in the others
 * @param skippedSamples how many samples the skipped ones had
 */
public record LearnedPart(long batches, double lossSum, long skippedSamples) {
  /** Nothing. */
  public static LearnedPart none() {
    return new LearnedPart(0, 0, 0);
  }

  LearnedPart andLearned(int samples, double loss) {
    return new LearnedPart(batches + 1, lossSum + loss * samples, skippedSamples);
  }

  LearnedPart andSkipped(int samples) {
    return new LearnedPart(batches + 1, lossSum, skippedSamples + samples);
  }
}
