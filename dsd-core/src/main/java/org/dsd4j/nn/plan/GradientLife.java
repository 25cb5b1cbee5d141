package org.dsd4j.nn.plan;

import java.util.BitSet;

/**
 * The uses of one gradient, by turns of the backward computation.
 *
 * @param written the turn in which it gets its first content
 * @param addedTo the turns in which more is added
 * @param read the turn of the step whose output's gradient it is; afterwards it is not needed
 * @param overwritten whether that step leaves something else in its place
 * @param passedOn whether that step's gradient may be added to others at the end of the turn
 */
record GradientLife(int written, BitSet addedTo, int read, boolean overwritten, boolean passedOn) {
  /** Whether the other could not lie in the same memory because this one changes too early. */
  boolean disturbs(GradientLife other) {
    // What the overwriting step passes on in its own turn is what it has left there.
    boolean spoiled = overwritten && other.written < read && other.read >= read;
    return spoiled || addedTo.stream().anyMatch(other::isNeededAtEndOf);
  }

  private boolean isNeededAtEndOf(int turn) {
    // A layer has read its output's gradient before sums change; what is passed on is read later.
    return written <= turn && (passedOn ? read >= turn : read > turn);
  }
}
