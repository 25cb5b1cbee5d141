package org.dsd4j.text;

import java.util.List;

/**
 * The Levenshtein distance with what it consists of (Wagner and Fischer 1974). A substitution, a
 * deletion and an insertion cost 1 each.
 *
 * <p>Of several cheapest ways the one counts whose last step, and so on backwards, is a match or a
 * substitution where possible, else a deletion, else an insertion. The distance does not depend on
 * that. Takes time proportional to the product of the lengths and memory to the hypothesis's.
 */
public final class EditDistance {
  /** Of the cheapest ways to each beginning of the hypothesis, the one that counts. */
  private static final class Row {
    private final int[] distances;
    private final int[] substitutions;
    private final int[] deletions;

    Row(int length) {
      distances = new int[length];
      substitutions = new int[length];
      deletions = new int[length];
    }

    void set(int at, Row from, int index, Edit edit) {
      distances[at] = from.distances[index] + edit.cost();
      substitutions[at] = from.substitutions[index] + (edit == Edit.SUBSTITUTION ? 1 : 0);
      deletions[at] = from.deletions[index] + (edit == Edit.DELETION ? 1 : 0);
    }

    EditCounts counts(int referenceLength) {
      int last = distances.length - 1;
      int substituted = substitutions[last];
      int deleted = deletions[last];
      return new EditCounts(
          referenceLength - substituted - deleted,
          substituted,
          deleted,
          distances[last] - substituted - deleted);
    }
  }

  private EditDistance() {}

  /** The distance between two texts. */
  public static EditCounts between(List<?> reference, List<?> hypothesis) {
    Object[] right = reference.toArray();
    Object[] given = hypothesis.toArray();
    Row above = new Row(given.length + 1);
    for (int j = 1; j <= given.length; j++) {
      above.set(j, above, j - 1, Edit.INSERTION);
    }
    Row row = new Row(given.length + 1);
    for (Object token : right) {
      row.set(0, above, 0, Edit.DELETION);
      for (int j = 1; j <= given.length; j++) {
        Edit diagonal = token.equals(given[j - 1]) ? Edit.MATCH : Edit.SUBSTITUTION;
        Edit edit =
            Edit.cheapest(
                diagonal, above.distances[j - 1], above.distances[j], row.distances[j - 1]);
        switch (edit) {
          case DELETION -> row.set(j, above, j, edit);
          case INSERTION -> row.set(j, row, j - 1, edit);
          default -> row.set(j, above, j - 1, edit);
        }
      }
      Row other = above;
      above = row;
      row = other;
    }
    return above.counts(right.length);
  }
}
