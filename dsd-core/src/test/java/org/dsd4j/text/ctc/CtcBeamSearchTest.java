package org.dsd4j.text.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcBeamSearch.Hypothesis;
import org.dsd4j.text.ngram.NgramModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtcBeamSearchTest {
  private static final Alphabet ALPHABET = Alphabet.of(" ab");
  private static final Offset<Double> FLOAT = within(1e-6);

  private static final String ARPA =
      """
      \\data\\
      ngram 1=4
      ngram 2=4

      \\1-grams:
      -99 <s> -0.25
      -1.25 </s>
      -0.5 a -0.2
      -0.75 b -0.3

      \\2-grams:
      -0.1 <s> a
      -1 <s> b
      -0.2 a </s>
      -0.3 b </s>

      \\end\\
      """;

  @TempDir Path folder;

  private NgramModel model(String arpa) throws IOException {
    return NgramModel.read(Files.writeString(folder.resolve("words.arpa"), arpa));
  }

  /** Logarithms of probabilities of blank, space, a and b, one row after the other. */
  private static float[] logarithms(double... probabilities) {
    float[] logarithms = new float[probabilities.length];
    for (int i = 0; i < logarithms.length; i++) {
      logarithms[i] = (float) Math.log(probabilities[i]);
    }
    return logarithms;
  }

  private static CtcBeamSearch search(int width) {
    return CtcDecoder.beamSearch(ALPHABET, width);
  }

  private static List<Hypothesis> hypotheses(CtcBeamSearch search, float[] outputs) {
    return search.hypotheses(100, outputs, 0, outputs.length / 4, 4);
  }

  private static List<String> texts(CtcBeamSearch search, float[] outputs) {
    return hypotheses(search, outputs).stream().map(Hypothesis::text).toList();
  }

  /** Two blanks are the best path, 0.36, but three paths spell "a": 0.24 + 0.24 + 0.16. */
  private static final float[] TWICE = logarithms(0.6, 0, 0.4, 0, 0.6, 0, 0.4, 0);

  @Test
  void sumsThePathsThatTheBestOneIsBetterThan() {
    assertThat(CtcDecoder.greedy(ALPHABET).decode(TWICE, 0, 2, 4)).isEmpty();
    assertThat(search(2).decode(TWICE, 0, 2, 4)).isEqualTo("a");
    List<Hypothesis> both = hypotheses(search(2), TWICE);
    assertThat(both).extracting(Hypothesis::text).containsExactly("a", "");
    assertThat(both.get(0).logProbability()).isCloseTo(Math.log(0.64), FLOAT);
    assertThat(both.get(1).logProbability()).isCloseTo(Math.log(0.36), FLOAT);
    assertThat(both).allMatch(hypothesis -> hypothesis.score() == hypothesis.logProbability());
  }

  @Test
  void aBeamOfOneGoesOnWithTheBestBeginningAlone() {
    // "a" is left at the first step, and so its paths that have it there.
    assertThat(texts(search(1), TWICE)).containsExactly("");
    // Not the best path: two paths spell "a", 0.18 each, one "ab", 0.24.
    float[] outputs = logarithms(0.4, 0, 0.6, 0, 0.3, 0, 0.3, 0.4);
    assertThat(CtcDecoder.greedy(ALPHABET).decode(outputs, 0, 2, 4)).isEqualTo("ab");
    assertThat(texts(search(1), outputs)).containsExactly("a");
  }

  @Test
  void aCharacterComesTwiceOnlyAfterABlank() {
    float[] outputs = logarithms(0, 0, 1, 0, 0.5, 0, 0.5, 0, 0, 0, 1, 0);
    List<Hypothesis> both = hypotheses(search(9), outputs);
    assertThat(both).extracting(Hypothesis::text).containsExactly("a", "aa");
    assertThat(both).allMatch(h -> Math.abs(h.logProbability() - Math.log(0.5)) < 1e-6);
  }

  @Test
  void givesAsManyHypothesesAsAskedForAndThereAre() {
    assertThat(search(9).hypotheses(1, TWICE, 0, 2, 4)).hasSize(1);
    // Not twice: "aa" would need a blank in between.
    assertThat(search(9).hypotheses(9, TWICE, 0, 2, 4)).hasSize(2);
  }

  @Test
  void logitsNeedNotBeLogarithmsOfProbabilities() {
    float[] logits = TWICE.clone();
    for (int i = 0; i < logits.length; i++) {
      logits[i] += i < 4 ? 100 : -3;
    }
    List<Hypothesis> shifted = hypotheses(search(2), logits);
    assertThat(shifted.get(0).text()).isEqualTo("a");
    assertThat(shifted.get(0).logProbability()).isCloseTo(Math.log(0.64), within(1e-5));
  }

  @Test
  void theLanguageModelAndTheBonusCountAtTheEnd() throws IOException {
    float[] outputs = logarithms(0, 0, 0.4, 0.6);
    assertThat(texts(search(9), outputs)).containsExactly("b", "a");
    CtcBeamSearch search = search(9).languageModel(model(ARPA), 0.5).wordBonus(1.5);
    List<Hypothesis> both = hypotheses(search, outputs);
    // ln 0.4 + 0.5 · ln 10 · (−0.1 − 0.2) + 1.5 and ln 0.6 + 0.5 · ln 10 · (−1 − 0.3) + 1.5.
    assertThat(both.get(0).text()).isEqualTo("a");
    assertThat(both.get(0).score()).isCloseTo(0.238321, FLOAT);
    assertThat(both.get(1).text()).isEqualTo("b");
    assertThat(both.get(1).score()).isCloseTo(-0.507506, FLOAT);
    assertThat(both.get(1).logProbability()).isCloseTo(Math.log(0.6), FLOAT);
  }

  @Test
  void historiesAreThoseOfTheModel() throws IOException {
    float[] outputs = logarithms(0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0);
    CtcBeamSearch search = search(9).languageModel(model(ARPA), 2).wordBonus(-1);
    Hypothesis only = hypotheses(search, outputs).get(0);
    assertThat(only.text()).isEqualTo("b a ");
    // <s> b, then a after the weight of b, then a </s>; white space at the end is no word.
    double log10 = -1 + (-0.3 - 0.5) - 0.2;
    assertThat(only.score()).isCloseTo(2 * Math.log(10) * log10 - 2, FLOAT);
    Hypothesis none = hypotheses(search, logarithms(1, 0, 0, 0)).get(0);
    assertThat(none.score()).as("<s> </s>").isCloseTo(2 * Math.log(10) * (-0.25 - 1.25), FLOAT);
  }

  @Test
  void aWordCountsAsSoonAsItHasEnded() throws IOException {
    // Of the beginnings after two steps "b " and "b" are the likeliest. As b is a bad word to begin
    // with, "b " is out, and "a " is among the two that are left.
    float[] outputs = logarithms(0, 0, 0.4, 0.6, 0.5, 0.5, 0, 0, 0, 0, 1, 0);
    assertThat(texts(search(2), outputs)).containsExactly("b a", "ba");
    CtcBeamSearch search = search(2).languageModel(model(ARPA), 1).wordBonus(0.5);
    assertThat(texts(search, outputs)).containsExactly("a a", "ba");
  }

  @Test
  void wordsThatTheModelLacksAreUnlikely() throws IOException {
    NgramModel closed = model(ARPA);
    float[] unknown = logarithms(0, 0, 1, 0, 0, 0, 0, 1);
    double end = Math.log(10) * -1.25;
    CtcBeamSearch search = search(9).languageModel(closed, 0.5);
    assertThat(hypotheses(search, unknown).get(0).score())
        .isCloseTo(0.5 * (Math.log(1e-10) + end), FLOAT);
    assertThat(hypotheses(search.unknownWord(-7), unknown).get(0).score())
        .isCloseTo(0.5 * (-7 + end), FLOAT);
    NgramModel open = model(ARPA.replace("1=4", "1=5").replace("-0.5 a", "-1.5 <unk>\n-0.5 a"));
    search = search(9).languageModel(open, 0.5);
    assertThat(hypotheses(search, unknown).get(0).score())
        .isCloseTo(0.5 * (Math.log(10) * (-0.25 - 1.5) + end), FLOAT);
    assertThat(hypotheses(search.unknownWord(-7), unknown).get(0).score())
        .isCloseTo(0.5 * (-7 + end), FLOAT);
  }

  @Test
  void unlikelyLabelsLengthenNoBeginning() {
    float[] outputs = logarithms(0.05, 0, 0.55, 0.4);
    assertThat(texts(search(9), outputs)).containsExactly("a", "b", "");
    assertThat(texts(search(9).leastProbability(0.45), outputs)).containsExactly("a", "");
    float[] nothingElse = logarithms(0, 0.3, 0.3, 0.4);
    assertThat(texts(search(9).leastProbability(0.9), nothingElse)).containsExactly("b");
  }

  @Test
  void equallyGoodTextsComeByTheirLabels() {
    float[] outputs = new float[2 * 4];
    assertThat(texts(search(100), outputs))
        .containsExactly(" ", "a", "b", "", " a", " b", "a ", "ab", "b ", "ba");
    assertThat(texts(search(3), new float[4])).containsExactly("", " ", "a");
  }

  private static float[] noise(int steps, int labels) {
    RandomGenerator random = Seed.of(3).stream();
    float[] outputs = new float[steps * labels];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (2 * random.nextGaussian());
    }
    return outputs;
  }

  @Test
  void equalOutputsEqualBits() throws IOException {
    float[] outputs = noise(60, 4);
    CtcBeamSearch search = search(20).languageModel(model(ARPA), 0.7).wordBonus(0.3);
    List<Hypothesis> first = hypotheses(search, outputs);
    assertThat(first).hasSize(20);
    assertThat(hypotheses(search, outputs)).isEqualTo(first);
    CtcBeamSearch other = search(20).wordBonus(0.3).languageModel(model(ARPA), 0.7);
    assertThat(hypotheses(other, outputs)).isEqualTo(first);
  }

  @Test
  void memoryGrowsAsTheSteps() {
    CtcBeamSearch search = CtcDecoder.beamSearch(Alphabet.english(), 100).wordBonus(1);
    allocated(search, 100);
    long once = allocated(search, 400);
    assertThat(allocated(search, 1600)).isLessThan(5 * once);
    assertThat(once).isLessThan(100_000_000);
  }

  private static long allocated(CtcBeamSearch search, int steps) {
    int labels = Alphabet.english().size();
    float[] outputs = noise(steps, labels);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(search.decode(outputs, 0, steps, labels)).hasSizeGreaterThan(steps / 2);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void aModelNeedsAWeight() throws IOException {
    NgramModel model = model(ARPA);
    assertThat(search(2).languageModel(model, 0.5).wordBonus(1))
        .hasToString("beam search, width 2, 2-gram model of 4 words, weight 0.5, word bonus 1");
    assertThat(search(2).leastProbability(0.01).unknownWord(-7))
        .hasToString("beam search, width 2, least probability 0.01, unknown word -7");
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> search(2).languageModel(model, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weight of the language model: expected a number of at least 0");
    }
  }
}
