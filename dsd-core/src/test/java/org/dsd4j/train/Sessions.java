package org.dsd4j.train;

import org.dsd4j.train.loop.TrainingSession;

/** Sessions without their trainers. */
public final class Sessions {
  private Sessions() {}

  /** The session that a trainer of these settings would train in, for the caller to close. */
  public static TrainingSession of(TrainingBuilder<?> settings) {
    return settings.session();
  }
}
