package org.dsd4j.text.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.ctc.CtcBeamSearch.Hypothesis;
import org.dsd4j.text.ngram.KneserNey;
import org.dsd4j.text.ngram.NgramModel;

/** A beam for all texts against all paths, one after the other. */
class CtcBeamSearchPropertyTest {
  private static final int ALL = 10_000;

  /** Other words that a and b spell are unknown. */
  private static final List<List<String>> SENTENCES =
      List.of(List.of("a", "b"), List.of("ab", "a"), List.of("b"), List.of("a", "a", "b"));

  private static float[] outputs(RandomGenerator random, int steps, int labels) {
    float[] outputs = new float[steps * labels];
    for (int i = 0; i < outputs.length; i++) {
      boolean impossible = i % labels > 0 && random.nextInt(8) == 0;
      outputs[i] = impossible ? Float.NEGATIVE_INFINITY : (float) (2 * random.nextGaussian());
    }
    return outputs;
  }

  /** The probability of each text. */
  private static Map<String, Double> enumerated(Alphabet alphabet, float[] outputs, int steps) {
    int labels = alphabet.size();
    Map<String, Double> texts = new HashMap<>();
    int[] path = new int[steps];
    for (int number = 0; number < Math.pow(labels, steps); number++) {
      double probability = 1;
      int rest = number;
      for (int t = 0; t < steps; t++) {
        path[t] = rest % labels;
        rest /= labels;
        double sum = 0;
        for (int label = 0; label < labels; label++) {
          sum += Math.exp(outputs[t * labels + label]);
        }
        probability *= Math.exp(outputs[t * labels + path[t]]) / sum;
      }
      texts.merge(alphabet.decodePath(path), probability, Double::sum);
    }
    texts.values().removeIf(probability -> probability == 0);
    return texts;
  }

  @Property(tries = 300)
  void isTheSumOverAllPaths(
      @ForAll @IntRange(max = 5) int steps,
      @ForAll @IntRange(min = 1, max = 3) int characters,
      @ForAll long seed) {
    Alphabet alphabet = Alphabet.of(" ab".substring(0, characters));
    float[] outputs = outputs(Seed.of(seed).stream(), steps, alphabet.size());
    Map<String, Double> expected = enumerated(alphabet, outputs, steps);
    List<Hypothesis> found =
        CtcDecoder.beamSearch(alphabet, ALL).hypotheses(ALL, outputs, 0, steps, alphabet.size());
    assertThat(found)
        .extracting(Hypothesis::text)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertThat(found)
        .isSortedAccordingTo((one, other) -> Double.compare(other.score(), one.score()));
    for (Hypothesis hypothesis : found) {
      double probability = expected.get(hypothesis.text());
      assertThat(hypothesis.logProbability()).isCloseTo(Math.log(probability), within(1e-11));
      assertThat(hypothesis.score()).isEqualTo(hypothesis.logProbability());
    }
  }

  @Property(tries = 300)
  void addsWhatTheModelGivesForTheSentence(
      @ForAll @IntRange(max = 5) int steps,
      @ForAll @IntRange(min = 1, max = 3) int order,
      @ForAll @DoubleRange(max = 3) double weight,
      @ForAll @DoubleRange(min = -2, max = 2) double bonus,
      @ForAll long seed) {
    Alphabet alphabet = Alphabet.of(" ab");
    float[] outputs = outputs(Seed.of(seed).stream(), steps, 4);
    NgramModel model = KneserNey.estimate(SENTENCES, order);
    CtcBeamSearch search =
        CtcDecoder.beamSearch(alphabet, ALL).languageModel(model, weight).wordBonus(bonus);
    Map<String, Double> expected = enumerated(alphabet, outputs, steps);
    List<Hypothesis> found = search.hypotheses(ALL, outputs, 0, steps, 4);
    assertThat(found).hasSameSizeAs(expected.keySet());
    for (Hypothesis hypothesis : found) {
      List<String> words = Tokenizer.whitespace().tokens(hypothesis.text());
      double logProbability = Math.log(expected.get(hypothesis.text()));
      assertThat(hypothesis.logProbability()).isCloseTo(logProbability, within(1e-11));
      double score = logProbability + weight * model.logProbability(words) + bonus * words.size();
      assertThat(hypothesis.score()).isCloseTo(score, within(1e-10));
    }
  }

  @Property(tries = 200)
  void aNarrowBeamFindsNothingThatThereIsNot(
      @ForAll @IntRange(min = 1, max = 5) int steps,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll long seed) {
    Alphabet alphabet = Alphabet.of(" ab");
    float[] outputs = outputs(Seed.of(seed).stream(), steps, 4);
    Map<String, Double> expected = enumerated(alphabet, outputs, steps);
    List<Hypothesis> found =
        CtcDecoder.beamSearch(alphabet, width).hypotheses(ALL, outputs, 0, steps, 4);
    assertThat(found).hasSizeBetween(1, width).extracting(Hypothesis::text).doesNotHaveDuplicates();
    for (Hypothesis hypothesis : found) {
      double probability = expected.get(hypothesis.text());
      assertThat(hypothesis.logProbability()).isLessThan(Math.log(probability) + 1e-11);
    }
  }
}
