package org.dsd4j.text.measure;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The numbers of edits that turn a reference into a hypothesis, by kind.
 *
 * @param matches tokens of the reference that are in the hypothesis
 * @param substitutions tokens of the reference for which the hypothesis has another
 * @param deletions tokens of the reference for which the hypothesis has none
 * @param insertions tokens of the hypothesis for which the reference has none
 */
public record EditCounts(long matches, long substitutions, long deletions, long insertions) {
  /** The counts of two empty texts. */
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

  /** The number of tokens of the reference. */
  public long referenceLength() {
    return matches + substitutions + deletions;
  }

  /** The number of tokens of the hypothesis. */
  public long hypothesisLength() {
    return matches + substitutions + insertions;
  }

  /** The sum of these counts and others. */
  public EditCounts plus(EditCounts other) {
    return new EditCounts(
        matches + other.matches,
        substitutions + other.substitutions,
        deletions + other.deletions,
        insertions + other.insertions);
  }

  @Override
  public String toString() {
    return String.join(
        ", ",
        Numerals.counted(matches, "match", "matches"),
        Numerals.counted(substitutions, "substitution"),
        Numerals.counted(deletions, "deletion"),
        Numerals.counted(insertions, "insertion"));
  }
}
