package org.dsd4j.text.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BleuPropertyTest {
  @Property(tries = 300)
  void aTextIsLikeItself(
      @ForAll @Size(min = 4, max = 12) List<@IntRange(max = 3) Integer> text,
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> other,
      @ForAll Bleu.Smoothing smoothing) {
    Bleu bleu = new Bleu(smoothing);
    bleu.add(text, List.of(other, text));
    for (int order = 1; order <= Bleu.ORDERS; order++) {
      assertThat(bleu.value(order)).isEqualTo(1);
    }
  }

  @Property(tries = 500)
  void liesBetweenZeroAndOne(
      @ForAll @Size(min = 1, max = 5) List<@Size(max = 10) List<@IntRange(max = 2) Integer>> texts,
      @ForAll @Size(min = 1, max = 3) List<@Size(max = 10) List<@IntRange(max = 2) Integer>> right,
      @ForAll Bleu.Smoothing smoothing) {
    Bleu bleu = new Bleu(smoothing);
    texts.forEach(text -> bleu.add(text, right));
    for (int order = 1; order <= Bleu.ORDERS; order++) {
      assertThat(bleu.value(order)).isBetween(0.0, 1.0);
      assertThat(bleu.precision(order)).isBetween(0.0, 1.0);
    }
  }

  @Property(tries = 300)
  void theOrderOfSentencesAndReferencesDoesNotMatter(
      @ForAll @Size(min = 2, max = 5) List<@Size(max = 8) List<@IntRange(max = 2) Integer>> texts,
      @ForAll @Size(min = 1, max = 4) List<@Size(max = 8) List<@IntRange(max = 2) Integer>> right) {
    Bleu bleu = new Bleu();
    texts.forEach(text -> bleu.add(text, right));
    List<List<Integer>> backwards = new ArrayList<>(texts);
    List<List<Integer>> references = new ArrayList<>(right);
    Collections.reverse(backwards);
    Collections.reverse(references);
    Bleu other = new Bleu();
    backwards.forEach(text -> other.add(text, references));
    assertThat(other.value()).isEqualTo(bleu.value());
    assertThat(other.brevityPenalty()).isEqualTo(bleu.brevityPenalty());
  }

  @Property(tries = 300)
  void partsAddUpToTheWhole(
      @ForAll @Size(min = 1, max = 6) List<@Size(max = 8) List<@IntRange(max = 2) Integer>> texts,
      @ForAll @Size(min = 1, max = 3) List<@Size(max = 8) List<@IntRange(max = 2) Integer>> right,
      @ForAll @IntRange(max = 6) int cut) {
    Bleu whole = new Bleu();
    Bleu first = new Bleu();
    Bleu second = new Bleu();
    for (int i = 0; i < texts.size(); i++) {
      whole.add(texts.get(i), right);
      (i < cut ? first : second).add(texts.get(i), right);
    }
    first.add(second);
    assertThat(first.value()).isEqualTo(whole.value());
    assertThat(first.brevityPenalty()).isEqualTo(whole.brevityPenalty());
  }

  @Property(tries = 300)
  void countsOfSentencesAddUpToTheWhole(
      @ForAll @Size(min = 1, max = 6) List<@Size(max = 8) List<@IntRange(max = 2) Integer>> texts,
      @ForAll @Size(min = 1, max = 3) List<@Size(max = 8) List<@IntRange(max = 2) Integer>> right,
      @ForAll Bleu.Smoothing smoothing) {
    Bleu whole = new Bleu(smoothing);
    double[] sums = new Bleu().counts();
    for (List<Integer> text : texts) {
      whole.add(text, right);
      Bleu one = new Bleu();
      one.add(text, right);
      double[] counts = one.counts();
      Arrays.setAll(sums, i -> sums[i] + counts[i]);
    }
    assertThat(whole.counts()).containsExactly(sums);
    assertThat(Bleu.ofCounts(sums, smoothing)).hasToString(whole.toString());
    assertThat(Bleu.ofCounts(sums, smoothing).value()).isEqualTo(whole.value());
  }
}
