package org.dsd4j.nn.plan;

/**
 * One entry of a plan's timetable.
 *
 * @param kind what happens
 * @param step the step; 0 for none
 */
record Turn(Kind kind, int step) {
  /** What happens at a turn. */
  enum Kind {
    /** A step computes its output. */
    FORWARD,
    /** The user reads the outputs and writes their gradients. */
    LOSS,
    /** A step computes its output again, because it was not kept. */
    RECOMPUTATION,
    /** A step computes gradients. */
    BACKWARD,
    /** The user may still read outputs; inputs are there for a replay. */
    END
  }
}
