package org.dsd4j.data;

/**
 * One example: what the network sees and what it should answer.
 *
 * @param features the input, such as an image [H, W, C]
 * @param target the answer, such as a class number of shape [1]
 */
public record Sample(Values features, Values target) {
  /** This sample with other features. */
  public Sample withFeatures(Values changed) {
    return new Sample(changed, target);
  }
}
