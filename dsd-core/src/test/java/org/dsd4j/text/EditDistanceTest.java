package org.dsd4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
  void ofEquallyCheapWaysSubstitutionsCountFromTheEnd() {
    // As cheap would be a deletion, a match and an insertion.
    assertThat(between("ab", "ba")).isEqualTo(new EditCounts(0, 2, 0, 0));
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
            Edit.MATCH, Edit.SUBSTITUTION, Edit.DELETION, Edit.MATCH, Edit.MATCH, Edit.INSERTION);
    assertThat(alignment.toString().lines())
        .containsExactly(
            "REF: the cat sat on mats ***",
            "HYP: the bat *** on mats too",
            "         S   D           I");
  }

  @Test
  void countsAreNotNegative() {
    assertThatThrownBy(() -> new EditCounts(1, 0, -1, 0))
        .hasMessageContaining("received 1, 0, -1 and 0");
  }

  /** The textbook's recursion. */
  private static int distance(List<Integer> a, List<Integer> b) {
    int[][] table = new int[a.size() + 1][b.size() + 1];
    for (int i = 0; i <= a.size(); i++) {
      for (int j = 0; j <= b.size(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
        } else {
          int cost = a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1;
          table[i][j] =
              Math.min(table[i - 1][j - 1] + cost, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        }
      }
    }
    return table[a.size()][b.size()];
  }

  @Property(tries = 500)
  void countsAreThoseOfTheAlignmentAndTheDistanceIsTheLeast(
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> a,
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> b) {
    EditCounts counts = EditDistance.between(a, b);
    assertThat(counts.distance()).isEqualTo(distance(a, b));
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
    long ab = EditDistance.between(a, b).distance();
    assertThat(EditDistance.between(b, a).distance()).isEqualTo(ab);
    assertThat(ab == 0).isEqualTo(a.equals(b));
    assertThat(EditDistance.between(a, c).distance())
        .isLessThanOrEqualTo(ab + EditDistance.between(b, c).distance());
  }
}
