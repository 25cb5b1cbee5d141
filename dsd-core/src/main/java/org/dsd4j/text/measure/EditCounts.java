package org.dsd4j.text.measure;

import org.dsd4j.internal.Check;

/**
 * How a hypothesis comes about from a reference: how many of the reference's tokens it has, has
 * others for, and lacks, and how many it has beyond.
 *
 * @param matches tokens of the reference that are in the hypothesis
 * @param substitutions tokens of the reference for which the hypothesis has others
 * @param deletions tokens of the reference for which the hypothesis has none
 * @param insertions tokens of the hypothesis for which the reference has none
 */
public record EditCounts(long matches, long substitutions, long deletions, long insertions) {
  /** Of two empty texts. */
  public static final EditCounts NONE = new EditCounts(0, 0, 0, 0);

  /** Checks that no count is negative. */
  public EditCounts {
    Check.argument(
        Math.min(Math.min(matches, substitutions), Math.min(deletions, insertions)) >= 0,
        "edit counts",
        "numbers of at least 0",
        matches + ", " + substitutions + ", " + deletions + " and " + insertions,
        "pass counts");
  }

  /** The Levenshtein distance: substitutions, deletions and insertions. */
  public long distance() {
    return substitutions + deletions + insertions;
  }

  /** How many tokens the reference has. */
  public long referenceLength() {
    return matches + substitutions + deletions;
  }

  /** How many tokens the hypothesis has. */
  public long hypothesisLength() {
    return matches + substitutions + insertions;
  }

  /** The counts of two texts together. */
  public EditCounts plus(EditCounts other) {
    return new EditCounts(
        matches + other.matches,
        substitutions + other.substitutions,
        deletions + other.deletions,
        insertions + other.insertions);
  }
}
