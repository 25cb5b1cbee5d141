package org.dsd4j.text.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.text.Tokenizer;
import org.junit.jupiter.api.Test;

class EditDistanceTest {
  private static List<String> letters(String word) {
    return Tokenizer.characters().tokens(word);
  }

  private static EditCounts between(String reference, String hypothesis) {
    return EditDistance.between(letters(reference), letters(hypothesis));
  }

  @Test
  void knownDistances() {
    // The examples of Wagner–Fischer in textbooks.
    assertThat(between("kitten", "sitting")).isEqualTo(new EditCounts(4, 2, 0, 1));
    assertThat(between("saturday", "sunday")).isEqualTo(new EditCounts(5, 1, 2, 0));
    assertThat(between("intention", "execution").distance()).isEqualTo(5);
    assertThat(between("", "")).isEqualTo(EditCounts.NONE);
    assertThat(between("abc", "")).isEqualTo(new EditCounts(0, 0, 3, 0));
    assertThat(between("", "ab")).isEqualTo(new EditCounts(0, 0, 0, 2));
  }

  @Test
  void ofEquallyCheapWaysTheOneWithMostMatchesCounts() {
    // As cheap would be two substitutions.
    assertThat(between("ab", "ba")).isEqualTo(new EditCounts(1, 0, 1, 1));
    assertThat(Alignment.of(letters("ab"), letters("ba")).edits())
        .containsExactly(Edit.INSERTION, Edit.MATCH, Edit.DELETION);
    assertThat(Alignment.of(letters("ab"), letters("a")).edits())
        .containsExactly(Edit.MATCH, Edit.DELETION);
    assertThat(Alignment.of(letters("aa"), letters("a")).edits())
        .containsExactly(Edit.DELETION, Edit.MATCH);
    assertThat(Alignment.of(letters("a"), letters("aa")).edits())
        .containsExactly(Edit.INSERTION, Edit.MATCH);
  }

  @Test
  void anAlignmentShowsWhatDiffers() {
    Alignment alignment =
        Alignment.of(
            List.of("the", "cat", "sat", "on", "mats"), List.of("the", "bat", "on", "mats", "too"));
    assertThat(alignment.edits())
        .containsExactly(
            Edit.MATCH, Edit.DELETION, Edit.SUBSTITUTION, Edit.MATCH, Edit.MATCH, Edit.INSERTION);
    assertThat(alignment.toString().lines())
        .containsExactly(
            "REF: the cat sat on mats ***",
            "HYP: the *** bat on mats too",
            "         D   S           I");
  }

  @Test
  void countsAreNotNegative() {
    assertThatThrownBy(() -> new EditCounts(1, 0, -1, 0))
        .hasMessageContaining("received 1, 0, -1 and 0");
  }

  /** The fewest errors, and with those the most matches, of all ways from one text to the other. */
  private static int[] best(List<Integer> a, List<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return new int[] {a.size() + b.size(), 0};
    }
    List<Integer> restOfA = a.subList(1, a.size());
    List<Integer> restOfB = b.subList(1, b.size());
    boolean equal = a.get(0).equals(b.get(0));
    int[] both = best(restOfA, restOfB);
    int[] deleted = best(restOfA, b);
    int[] inserted = best(a, restOfB);
    return Stream.of(
            new int[] {both[0] + (equal ? 0 : 1), both[1] + (equal ? 1 : 0)},
            new int[] {deleted[0] + 1, deleted[1]},
            new int[] {inserted[0] + 1, inserted[1]})
        .min(Comparator.comparingInt((int[] way) -> way[0]).thenComparingInt(way -> -way[1]))
        .orElseThrow();
  }

  @Property(tries = 300)
  void countsAreThoseOfTheBestOfAllWays(
      @ForAll @Size(max = 5) List<@IntRange(max = 2) Integer> a,
      @ForAll @Size(max = 5) List<@IntRange(max = 2) Integer> b) {
    EditCounts counts = EditDistance.between(a, b);
    assertThat(new long[] {counts.distance(), counts.matches()})
        .containsExactly(Arrays.stream(best(a, b)).asLongStream().toArray());
  }

  @Property(tries = 500)
  void countsAreThoseOfTheAlignment(
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> a,
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> b) {
    EditCounts counts = EditDistance.between(a, b);
    assertThat(counts.referenceLength()).isEqualTo(a.size());
    assertThat(counts.hypothesisLength()).isEqualTo(b.size());
    Alignment alignment = Alignment.of(a, b);
    assertThat(alignment.counts()).isEqualTo(counts);
    int i = 0;
    int j = 0;
    for (Edit edit : alignment.edits()) {
      boolean both = edit == Edit.MATCH || edit == Edit.SUBSTITUTION;
      if (both) {
        assertThat(a.get(i).equals(b.get(j))).isEqualTo(edit == Edit.MATCH);
      }
      i += both || edit == Edit.DELETION ? 1 : 0;
      j += both || edit == Edit.INSERTION ? 1 : 0;
    }
    assertThat(Arrays.asList(i, j)).containsExactly(a.size(), b.size());
  }

  @Property(tries = 500)
  void theDistanceIsOne(
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> a,
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> b,
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> c) {
    EditCounts there = EditDistance.between(a, b);
    long ab = there.distance();
    assertThat(EditDistance.between(b, a))
        .isEqualTo(
            new EditCounts(
                there.matches(), there.substitutions(), there.insertions(), there.deletions()));
    assertThat(ab == 0).isEqualTo(a.equals(b));
    assertThat(EditDistance.between(a, c).distance())
        .isLessThanOrEqualTo(ab + EditDistance.between(b, c).distance());
  }
}
