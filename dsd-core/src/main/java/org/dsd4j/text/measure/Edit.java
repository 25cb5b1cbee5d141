package org.dsd4j.text.measure;

/** One step from a reference to a hypothesis. */
public enum Edit {
  /** Both have the same token. */
  MATCH(' '),
  /** The hypothesis has another token. */
  SUBSTITUTION('S'),
  /** The hypothesis lacks a token. */
  DELETION('D'),
  /** The hypothesis has a token too many. */
  INSERTION('I');

  /** What an error costs: more than all matches that a text can have are worth. */
  static final long COST = 1L << Integer.SIZE;

  private final char letter;

  Edit(char letter) {
    this.letter = letter;
  }

  /** How tables of alignments show it. */
  char letter() {
    return letter;
  }

  /** What it costs; a match makes a way a little cheaper than others with as many errors. */
  long cost() {
    return this == MATCH ? -1 : COST;
  }
}
