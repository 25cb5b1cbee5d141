package org.dsd4j.nn.spec;

import org.dsd4j.internal.Internal;

/** The purpose of a computation. */
public enum Mode {
  /**
   * Dropout is active; batch normalisation uses and gathers the batch's statistics, unless its own
   * are {@linkplain org.dsd4j.nn.Network#holdStatistics held}.
   */
  TRAINING,
  /** Dropout does nothing; batch normalisation uses the gathered statistics. */
  INFERENCE,
  /**
   * As {@link #INFERENCE}, which is what layers see, and gradients can follow: those of the network
   * as the function that it is in predictions, such as for a measure of it.
   */
  INFERENCE_WITH_GRADIENTS;

  /** Whether gradients can follow. */
  public boolean hasGradients() {
    return this != INFERENCE;
  }

  /**
   * What layers see.
   *
   * @hidden
   */
  @Internal
  public Mode ofLayers() {
    return this == TRAINING ? TRAINING : INFERENCE;
  }
}
