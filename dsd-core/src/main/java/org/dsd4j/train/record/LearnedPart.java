package org.dsd4j.train.record;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.LossSum;

/**
 * The part of an epoch that was learned so far.
 *
 * @param batches the number of completed batches, including skipped ones
 * @param losses each output's loss over the batches that were not skipped; none before the first of
 *     them
 * @param skippedSamples the number of samples of the skipped ones
 */
public record LearnedPart(long batches, List<LossSum> losses, long skippedSamples) {
  /** Copies the losses. */
  public LearnedPart {
    losses = List.copyOf(losses);
  }

  /** Nothing. */
  public static LearnedPart none() {
    return new LearnedPart(0, List.of(), 0);
  }

  /**
   * @hidden
   */
  @Internal
  public LearnedPart andLearned(List<LossSum> ofBatch) {
    List<LossSum> sums = new ArrayList<>();
    for (int i = 0; i < ofBatch.size(); i++) {
      sums.add(losses.isEmpty() ? ofBatch.get(i) : losses.get(i).plus(ofBatch.get(i)));
    }
    return new LearnedPart(batches + 1, sums, skippedSamples);
  }

  /**
   * @hidden
   */
  @Internal
  public LearnedPart andSkipped(int samples) {
    return new LearnedPart(batches + 1, losses, skippedSamples + samples);
  }

  @Override
  public String toString() {
    return Numerals.counted(batches, "batch", "batches");
  }
}
