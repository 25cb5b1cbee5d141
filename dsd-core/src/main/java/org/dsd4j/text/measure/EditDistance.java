package org.dsd4j.text.measure;

import java.util.List;

/**
 * The Levenshtein distance with the number of edits of each kind (Wagner and Fischer 1974).
 * Substitutions, deletions and insertions cost 1 each; of several cheapest sequences of edits, the
 * one with the most matches is counted, which determines all four counts. So the counts do not
 * depend on the direction in which texts are read, and exchanging the texts exchanges deletions and
 * insertions.
 *
 * <p>Takes time proportional to the product of the lengths, and memory proportional to the
 * hypothesis's length.
 */
public final class EditDistance {
  private EditDistance() {}

  /**
   * The distance between two texts.
   *
   * @param reference the expected tokens
   * @param hypothesis the received tokens
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
    // Each token of the reference is matched, substituted or deleted; each of the hypothesis
    // matched, substituted or inserted.
    long substitutions = right + given - 2 * matches - distance;
    return new EditCounts(
        matches, substitutions, right - matches - substitutions, given - matches - substitutions);
  }
}
