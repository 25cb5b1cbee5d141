package org.dsd4j.nn.spec;

/** The purpose of a computation. */
public enum Mode {
  /**
   * Dropout is active; batch normalisation uses and gathers the batch's statistics, unless its own
   * are {@linkplain org.dsd4j.nn.Network#holdStatistics held}.
   */
  TRAINING,
  /** Dropout does nothing; batch normalisation uses the gathered statistics. */
  INFERENCE
}
