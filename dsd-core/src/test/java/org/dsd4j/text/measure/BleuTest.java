package org.dsd4j.text.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.measure.Bleu.Smoothing;
import org.junit.jupiter.api.Test;

/**
 * The examples of Papineni et al. 2002, values that NLTK 3.8 computes and documents, and sacreBLEU
 * 2.6's where the two differ.
 */
@InEveryLocale
class BleuTest {
  private static final List<String> GOOD =
      words(
          "It is a guide to action which ensures that the military always obeys the commands of the"
              + " party");
  private static final List<String> BAD =
      words("It is to insure the troops forever hearing the activity guidebook that party direct");
  private static final List<List<String>> REFERENCES =
      List.of(
          words(
              "It is a guide to action that ensures that the military will forever heed Party"
                  + " commands"),
          words(
              "It is the guiding principle which guarantees the military forces always being under"
                  + " the command of the Party"),
          words(
              "It is the practical guide for the army always to heed the directions of the party"));
  private static final List<String> SECOND =
      words("he read the book because he was interested in world history");
  private static final List<String> ITS_REFERENCE =
      words("he was interested in world history because he read the book");

  private static List<String> words(String text) {
    return Tokenizer.whitespace().tokens(text);
  }

  private static Bleu of(Smoothing smoothing, List<String> hypothesis) {
    Bleu bleu = new Bleu(smoothing);
    bleu.add(hypothesis, REFERENCES);
    return bleu;
  }

  private static void check(Bleu bleu, double... expected) {
    assertThat(IntStream.rangeClosed(1, 4).mapToDouble(bleu::value).toArray())
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void precisionsAreClipped() {
    Bleu bleu = of(Smoothing.NONE, GOOD);
    assertThat(bleu.precision(1)).isEqualTo(17 / 18.0);
    assertThat(bleu.precision(2)).isEqualTo(10 / 17.0);
    assertThat(of(Smoothing.NONE, BAD).precision(1)).isEqualTo(8 / 14.0);
    assertThat(of(Smoothing.NONE, BAD).precision(2)).isEqualTo(1 / 13.0);
    Bleu the = new Bleu();
    the.add(
        words("the the the the the the the"),
        List.of(words("the cat is on the mat"), words("there is a cat on the mat")));
    assertThat(the.precision(1)).isEqualTo(2 / 7.0);
    assertThat(the.precision(2)).isZero();
  }

  @Test
  void aCorpusIsNotTheMeanOfItsSentences() {
    check(
        of(Smoothing.NONE, GOOD),
        0.9444444444444444,
        0.7453559924999299,
        0.6240726989348756,
        0.5045666840058485);
    Bleu corpus = of(Smoothing.NONE, GOOD);
    corpus.add(SECOND, List.of(ITS_REFERENCE));
    check(corpus, 0.9655172413793104, 0.8242803277698696, 0.7069430098960677, 0.5920778868801042);
    assertThat(corpus.value()).isEqualTo(corpus.value(4));
  }

  @Test
  void withoutMatchesOfAnOrderBleuIsZeroUnlessSmoothed() {
    check(of(Smoothing.NONE, BAD), 0.4953587998572467, 0.18174699151949172, 0, 0);
    check(
        of(Smoothing.EPSILON, BAD),
        0.4953587998572467,
        0.18174699151949172,
        0.06202551546012665,
        0.03703131191121491);
    check(
        of(Smoothing.ADD_ONE, BAD),
        0.4953587998572467,
        0.24767939992862334,
        0.15993055737911144,
        0.13111209575157431);
    check(
        of(Smoothing.ADD_ONE, GOOD),
        0.9444444444444444,
        0.759710796176519,
        0.6476085203612729,
        0.539755306744061);
    Bleu shorter = new Bleu(Smoothing.ADD_ONE);
    shorter.add(words("the cat"), List.of(words("the cat sat")));
    check(shorter, 0.6065306597126334, 0.6065306597126334, 0.4814037036394002, 0.42888194248035344);
    for (Smoothing smoothing : Smoothing.values()) {
      check(of(smoothing, words("nothing in common at all")), 0, 0, 0, 0);
      check(of(smoothing, List.of()), 0, 0, 0, 0);
    }
  }

  /** NLTK counts a trigram and a 4-gram of the two words, and has 0.6206 and 0.4944. */
  @Test
  void sentencesTooShortForAnOrderAddNothingToItAsInSacreBleu() {
    Bleu corpus = of(Smoothing.NONE, GOOD);
    corpus.add(words("the party"), List.of(words("the party")));
    check(corpus, 0.95, 0.7619419633774975, 0.6332967815162422, 0.5101497095705603);
    Bleu alone = new Bleu();
    alone.add(words("the party"), List.of(words("the party")));
    check(alone, 1, 1, 0, 0);
  }

  private static Bleu ofLengths(int hypothesis, int... references) {
    Bleu bleu = new Bleu();
    bleu.add(
        Collections.nCopies(hypothesis, "a"),
        IntStream.of(references).mapToObj(n -> Collections.nCopies(n, "a")).toList());
    return bleu;
  }

  @Test
  void theClosestReferenceDecidesAboutBrevity() {
    assertThat(ofLengths(12, 12, 15, 17).brevityPenalty()).isEqualTo(1);
    assertThat(ofLengths(12, 28, 28).brevityPenalty()).isCloseTo(0.2635971381157267, within(1e-15));
    assertThat(ofLengths(12, 13, 2).brevityPenalty()).isCloseTo(Math.exp(-1 / 12.0), within(1e-15));
    // As close is one that is longer, in either order.
    assertThat(ofLengths(12, 13, 11).brevityPenalty()).isEqualTo(1);
    assertThat(ofLengths(12, 11, 13).brevityPenalty()).isEqualTo(1);
    Bleu bleu = ofLengths(2, 4);
    bleu.add(Collections.nCopies(6, "a"), List.of(Collections.nCopies(4, "a")));
    assertThat(bleu.brevityPenalty()).as("of the corpus as a whole").isEqualTo(1);
    assertThat(ofLengths(0, 3).brevityPenalty()).isZero();
  }

  @Test
  void refusesNothing() {
    Bleu bleu = new Bleu();
    assertThat(bleu).hasToString("BLEU of nothing");
    assertThatThrownBy(bleu::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BLEU of nothing: add a sentence first");
    assertThatThrownBy(bleu::brevityPenalty).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bleu.add(List.of("a"), List.of()))
        .hasMessageContaining("references: expected at least one, received none");
    bleu.add(GOOD, REFERENCES);
    assertThatThrownBy(() -> bleu.value(5)).hasMessageContaining("expected 1 to 4, received 5");
    assertThatThrownBy(() -> bleu.precision(0)).hasMessageContaining("received 0");
    assertThat(bleu)
        .hasToString("BLEU-1 to 4: 0.9444, 0.7454, 0.6241, 0.5046 (18 tokens, references 18)");
  }

  @Test
  void takesOnlyCounts() {
    assertThatThrownBy(() -> Bleu.ofCounts(new double[10], Smoothing.NONE))
        .hasMessageContaining("counts: expected 11 whole numbers of at least 0");
    double[] counts = new Bleu().counts();
    for (double wrong : new double[] {-1, 0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      counts[4] = wrong;
      assertThatThrownBy(() -> Bleu.ofCounts(counts, Smoothing.NONE))
          .hasMessageContaining("add up rows that counts() gave");
    }
  }
}
