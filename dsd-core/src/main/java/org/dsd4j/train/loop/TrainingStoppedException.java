package org.dsd4j.train.loop;

import java.io.Serial;
import java.util.concurrent.CancellationException;

/**
 * The run was asked to stop, or has used up its budget, and ended after a whole step. The message
 * says where, why, what was saved, and how to go on.
 */
public final class TrainingStoppedException extends CancellationException {
  @Serial private static final long serialVersionUID = 1;

  private final String outcome;

  /**
   * An exception.
   *
   * @param outcome where and why the run ended and what was saved, without a subject
   * @param remedy how to go on
   */
  public TrainingStoppedException(String outcome, String remedy) {
    super(outcome + "; " + remedy);
    this.outcome = outcome;
  }

  /** Where and why the run ended and what was saved, for programs that know how to go on. */
  public String outcome() {
    return outcome;
  }
}
