package org.dsd4j.text.measure;

import java.util.List;

/**
 * The Levenshtein distance with what it consists of (Wagner and Fischer 1974). A substitution, a
 * deletion and an insertion cost 1 each; of several cheapest ways the one with the most matches
 * counts, which settles all four counts. So they do not depend on the direction in which texts are
 * read, and exchanging the texts exchanges deletions and insertions.
 *
 * <p>Takes time proportional to the product of the lengths and memory to the hypothesis's.
 */
public final class EditDistance {
  private EditDistance() {}

  /**
   * The distance between two texts.
   *
   * @param reference what should be
   * @param hypothesis what is
   */
  public static EditCounts between(List<?> reference, List<?> hypothesis) {
    Object[] given = hypothesis.toArray();
    long[] costs = new long[given.length + 1];
    for (int j = 0; j < costs.length; j++) {
      costs[j] = j * Edit.COST;
    }
    for (Object token : reference) {
      long before = costs[0];
      costs[0] += Edit.COST;
      for (int j = 1; j < costs.length; j++) {
        Edit diagonal = token.equals(given[j - 1]) ? Edit.MATCH : Edit.SUBSTITUTION;
        long above = costs[j];
        costs[j] = Math.min(before + diagonal.cost(), Math.min(above, costs[j - 1]) + Edit.COST);
        before = above;
      }
    }
    return counts(reference.size(), given.length, costs[given.length]);
  }

  private static EditCounts counts(int right, int given, long cost) {
    long distance = Math.floorDiv(cost + Edit.COST - 1, Edit.COST);
    long matches = distance * Edit.COST - cost;
    // All tokens of one text are matched, substituted or deleted, of the other one or inserted.
    long substitutions = right + given - 2 * matches - distance;
    return new EditCounts(
        matches, substitutions, right - matches - substitutions, given - matches - substitutions);
  }
}
