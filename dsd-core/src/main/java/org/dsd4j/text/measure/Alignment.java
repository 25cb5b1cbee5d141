package org.dsd4j.text.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The alignment of the tokens of a hypothesis with those of a reference, with the counts of {@link
 * EditDistance}. Of several alignments with the same counts, it is the one that, traced from the
 * end, prefers a match or substitution to a deletion, and a deletion to an insertion.
 *
 * <p>Takes memory proportional to the product of the lengths; where counts are enough, {@link
 * EditDistance} takes less.
 *
 * <p>Immutable.
 */
public final class Alignment {
  private final List<?> reference;
  private final List<?> hypothesis;
  private final List<Edit> edits;

  private Alignment(List<?> reference, List<?> hypothesis, List<Edit> edits) {
    this.reference = reference;
    this.hypothesis = hypothesis;
    this.edits = edits;
  }

  /**
   * Aligns two texts.
   *
   * @param reference the expected tokens
   * @param hypothesis the received tokens
   */
  public static Alignment of(List<?> reference, List<?> hypothesis) {
    List<?> right = List.copyOf(reference);
    List<?> given = List.copyOf(hypothesis);
    Edit[][] table = table(right, given);
    List<Edit> edits = new ArrayList<>();
    int i = right.size();
    int j = given.size();
    while (i > 0 || j > 0) {
      Edit edit = table[i][j];
      edits.add(edit);
      i -= edit == Edit.INSERTION ? 0 : 1;
      j -= edit == Edit.DELETION ? 0 : 1;
    }
    Collections.reverse(edits);
    return new Alignment(right, given, Collections.unmodifiableList(edits));
  }

  /** The last edit of the alignment of each pair of prefixes. */
  private static Edit[][] table(List<?> reference, List<?> hypothesis) {
    Edit[][] table = new Edit[reference.size() + 1][hypothesis.size() + 1];
    long[] costs = new long[hypothesis.size() + 1];
    for (int j = 1; j < costs.length; j++) {
      costs[j] = j * Edit.COST;
      table[0][j] = Edit.INSERTION;
    }
    for (int i = 1; i < table.length; i++) {
      long before = costs[0];
      costs[0] += Edit.COST;
      table[i][0] = Edit.DELETION;
      for (int j = 1; j < costs.length; j++) {
        boolean equal = reference.get(i - 1).equals(hypothesis.get(j - 1));
        Edit diagonal = equal ? Edit.MATCH : Edit.SUBSTITUTION;
        long both = before + diagonal.cost();
        long one = Math.min(costs[j], costs[j - 1]) + Edit.COST;
        Edit single = costs[j] <= costs[j - 1] ? Edit.DELETION : Edit.INSERTION;
        table[i][j] = both <= one ? diagonal : single;
        before = costs[j];
        costs[j] = Math.min(both, one);
      }
    }
    return table;
  }

  /** The edits that turn the reference into the hypothesis, including matches. */
  public List<Edit> edits() {
    return edits;
  }

  /** The number of edits of each kind. */
  public EditCounts counts() {
    return new EditCounts(
        count(Edit.MATCH), count(Edit.SUBSTITUTION), count(Edit.DELETION), count(Edit.INSERTION));
  }

  private long count(Edit kind) {
    return edits.stream().filter(edit -> edit == kind).count();
  }

  /** Three lines: the reference, the hypothesis below it, and S, D or I where they differ. */
  @Override
  public String toString() {
    StringBuilder top = new StringBuilder("REF:");
    StringBuilder middle = new StringBuilder("HYP:");
    StringBuilder bottom = new StringBuilder("    ");
    int i = 0;
    int j = 0;
    for (Edit edit : edits) {
      String right = edit == Edit.INSERTION ? "" : reference.get(i++).toString();
      String given = edit == Edit.DELETION ? "" : hypothesis.get(j++).toString();
      int width = Math.max(width(right), width(given));
      append(top, right.isEmpty() ? "*".repeat(width) : right, width);
      append(middle, given.isEmpty() ? "*".repeat(width) : given, width);
      append(bottom, String.valueOf(edit.letter()), width);
    }
    return String.join(
        System.lineSeparator(),
        top.toString().stripTrailing(),
        middle.toString().stripTrailing(),
        bottom.toString().stripTrailing());
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void append(StringBuilder line, String text, int width) {
    line.append(' ').append(text).append(" ".repeat(Math.max(0, width - width(text))));
  }
}
