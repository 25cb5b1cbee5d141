package org.dsd4j.nn.plan;

/**
 * One entry of a plan's timetable.
 *
 * @param kind the kind
 * @param step the step; 0 for none
 */
record Turn(Kind kind, int step) {
  /** The kind of a turn. */
  enum Kind {
    /** A step computes its output. */
    FORWARD,
    /** The caller reads the outputs and writes their gradients. */
    LOSS,
    /** A step recomputes its output, which was not kept. */
    RECOMPUTATION,
    /** A step computes gradients. */
    BACKWARD,
    /** The caller may still read outputs; inputs are kept for a replay. */
    END
  }
}
