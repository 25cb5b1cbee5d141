package org.dsd4j.train.record;

import org.dsd4j.nn.WeightSnapshot;

/**
 * The best epoch of a phase: the first one whose score no other exceeds. Because it is selected by
 * the validation data, its value there is slightly optimistic; the last epoch's is not.
 *
 * @param epoch its number within the phase, from 1
 * @param score its score
 * @param weights the weights after it
 */
public record Best(int epoch, EpochScore score, WeightSnapshot weights) {
  /** The score's value, such as an accuracy as a fraction. */
  public double value() {
    return score.value();
  }

  /** For example {@code epoch 7, accuracy 0.9312}. */
  @Override
  public String toString() {
    return "epoch " + epoch + ", " + score;
  }
}
