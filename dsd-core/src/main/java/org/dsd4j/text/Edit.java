package org.dsd4j.text;

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

  private final char letter;

  Edit(char letter) {
    this.letter = letter;
  }

  /** How tables of alignments show it. */
  char letter() {
    return letter;
  }

  int cost() {
    return this == MATCH ? 0 : 1;
  }

  /**
   * The cheapest way to a place, the first of equals.
   *
   * @param diagonal a match or a substitution
   * @param before the distance before it
   * @param above the distance before a deletion
   * @param left the distance before an insertion
   */
  static Edit cheapest(Edit diagonal, int before, int above, int left) {
    int both = before + diagonal.cost();
    if (both <= above + 1 && both <= left + 1) {
      return diagonal;
    }
    return above <= left ? DELETION : INSERTION;
  }
}
