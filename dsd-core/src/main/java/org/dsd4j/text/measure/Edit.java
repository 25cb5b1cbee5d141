package org.dsd4j.text.measure;

/** One step of turning a reference into a hypothesis. */
public enum Edit {
  /** Both have the same token. */
  MATCH(' '),
  /** The hypothesis has another token. */
  SUBSTITUTION('S'),
  /** The hypothesis lacks a token. */
  DELETION('D'),
  /** The hypothesis has a token too many. */
  INSERTION('I');

  /**
   * The cost of an error, which is larger than the discount of all matches that a text can have.
   */
  static final long COST = 1L << Integer.SIZE;

  private final char letter;

  Edit(char letter) {
    this.letter = letter;
  }

  /** The letter in the table of an alignment. */
  char letter() {
    return letter;
  }

  /**
   * The cost in the search; the small discount of a match selects, of the alignments with the
   * fewest errors, the one with the most matches.
   */
  long cost() {
    return this == MATCH ? -1 : COST;
  }
}
