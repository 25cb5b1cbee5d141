package org.dsd4j.text.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.text.Tokenizer;
import org.junit.jupiter.api.Test;

class KneserNeyTest {
  private static final List<List<String>> TEXT =
      List.of(
          words("the cat sat on the mat"),
          words("the dog sat on the cat"),
          words("a cat ran"),
          words("the mat"));

  private static List<String> words(String text) {
    return Tokenizer.whitespace().tokens(text);
  }

  private static void check(int order, Map<String, Double> expected) {
    NgramModel model = KneserNey.estimate(TEXT, order);
    assertThat(model.order()).isEqualTo(order);
    expected.forEach(
        (ngram, value) -> {
          List<String> history = new ArrayList<>(words(ngram));
          String word = history.remove(history.size() - 1);
          assertThat(model.logProbability(history, word)).as(ngram).isCloseTo(value, within(2e-6));
        });
  }

  @Test
  void probabilitiesAreThoseOfTheFormula() {
    // Computed from the formula with dictionaries of n-grams, without back-off weights.
    check(
        1,
        Map.of(
            "the", -1.441773513440119,
            "never", -4.248495242049359,
            "on the dog", -3.0784239893991043));
    check(
        2,
        Map.of(
            "the", -1.968899667280012,
            "never", -3.532875205637355,
            "the cat", -1.0545746905264721,
            "on the dog", -2.0456746792090184,
            "<s> the", -0.40060679895708806,
            "ran </s>", -0.4317824164255378,
            "a dog", -3.4965075614664802));
    check(
        3,
        Map.of(
            "the cat", -1.1167134422141427,
            "on the mat", -1.0570098501104432,
            "on the dog", -2.565183342053048,
            "<s> the", -0.4503920056747092,
            "<s> the mat", -1.1767545084045243,
            "cat ran </s>", -0.4733323106044045,
            "a dog", -3.155580974495887));
  }

  /** A sum over everything that may follow a history that has been seen or not. */
  private static double sum(NgramModel model, TreeSet<String> words, List<String> history) {
    return words.stream().mapToDouble(word -> Math.exp(model.logProbability(history, word))).sum();
  }

  @Property(tries = 150)
  void probabilitiesSumToOneAndAFileHasTheSame(
      @ForAll @Size(min = 1, max = 6)
          List<@Size(min = 1, max = 7) List<@IntRange(max = 3) Integer>> text,
      @ForAll @Size(max = 4) List<@IntRange(max = 4) Integer> history,
      @ForAll @IntRange(min = 1, max = 5) int order)
      throws IOException {
    List<List<String>> sentences =
        text.stream().map(line -> line.stream().map(String::valueOf).toList()).toList();
    NgramModel model = KneserNey.estimate(sentences, order);
    TreeSet<String> words = new TreeSet<>(List.of("<unk>", "</s>"));
    sentences.forEach(words::addAll);
    List<String> before = history.stream().map(String::valueOf).toList();
    List<String> start = new ArrayList<>(before);
    start.add(0, "<s>");
    assertThat(sum(model, words, before)).isCloseTo(1, within(1e-5));
    assertThat(sum(model, words, start)).isCloseTo(1, within(1e-5));
    Path file = Files.createTempFile("model", ".arpa");
    try {
      model.write(file);
      NgramModel read = NgramModel.read(file);
      for (String word : words) {
        assertThat(read.logProbability(start, word)).isEqualTo(model.logProbability(start, word));
      }
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void unknownWordsInATextAreWords() {
    NgramModel model = KneserNey.estimate(List.of(words("a <unk> b"), words("a <unk> c")), 2);
    assertThat(model.ngrams(1)).isEqualTo(6);
    assertThat(model.logProbability(List.of("a"), "never"))
        .isEqualTo(model.logProbability(List.of("a"), "<unk>"))
        .isGreaterThan(Math.log(0.5));
  }

  @Test
  void aTextIsLessSurprisingThanAnother() {
    NgramModel model = KneserNey.estimate(TEXT, 3);
    assertThat(model.perplexity(TEXT))
        .isLessThan(model.perplexity(List.of(words("mat the on sat cat the"))));
    assertThat(model.perplexity(List.of(words("dogs never bark")))).isFinite();
  }

  @Test
  void refusesWhatAFileCouldNotHold() {
    assertThatThrownBy(() -> KneserNey.estimate(TEXT, 0)).hasMessageContaining("received 0");
    assertThatThrownBy(() -> KneserNey.estimate(TEXT, 10)).hasMessageContaining("received 10");
    assertThatThrownBy(() -> KneserNey.estimate(List.of(List.of()), 2))
        .hasMessageContaining("sentences: expected at least one word");
    for (String word : new String[] {"a b", "", "<s>", "</s>", "a\u3000", "\u0001"}) {
      assertThatThrownBy(() -> KneserNey.estimate(List.of(List.of("x", word)), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received '" + word + "'; cut the text into words first");
    }
  }
}
