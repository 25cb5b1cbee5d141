package org.dsd4j.train.loop;

import java.io.Serial;
import java.util.concurrent.CancellationException;

/**
 * Thrown if a run ends after a complete step because it was requested to stop or has used up its
 * budget. The message has the place, the reason, what was saved, and how to resume.
 */
public final class TrainingStoppedException extends CancellationException {
  @Serial private static final long serialVersionUID = 1;

  private final String outcome;

  /**
   * An exception.
   *
   * @param outcome where and why the run ended and what was saved, without a subject
   * @param remedy how to resume
   */
  public TrainingStoppedException(String outcome, String remedy) {
    super(outcome + "; " + remedy);
    this.outcome = outcome;
  }

  /** Where and why the run ended and what was saved, for programs with their own way to resume. */
  public String outcome() {
    return outcome;
  }
}
