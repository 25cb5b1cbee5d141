package org.dsd4j.nn.spec;

/** What a forward computation is for. */
public enum Mode {
  /**
   * Dropout drops, batch normalisation uses and gathers the batch's statistics, unless they are
   * {@linkplain org.dsd4j.nn.Network#holdStatistics held}.
   */
  TRAINING,
  /** Dropout passes everything, batch normalisation uses the gathered statistics. */
  INFERENCE
}
