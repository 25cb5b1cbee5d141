package org.dsd4j.text.ctc;

import java.util.List;
import java.util.OptionalDouble;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ngram.NgramModel;
import org.dsd4j.text.ngram.WordScoring;

/**
 * Prefix beam search (Graves 2012; Hannun, Maas, Jurafsky and Ng 2014): processes the steps of a
 * sequence and keeps the best prefixes of texts, each with the summed probability of its paths,
 * separately for paths that end with a blank and for the others. Made by {@link
 * CtcDecoder#beamSearch}.
 *
 * <p>The best text has the highest score
 *
 * <pre>{@code
 * ln p(text | outputs) + α · ln p(words, </s> | <s>) + β · number of words
 * }</pre>
 *
 * <p>with α the weight of the language model and β the word bonus; without them it is the likeliest
 * text. Words are separated by white space. A word is scored when white space follows it, the last
 * word and the end of the sentence at the end of the sequence; {@code <s>} and {@code </s>} are
 * scored if the model has them. If the alphabet has no white space, each text is one word.
 *
 * <p>A wider beam usually finds texts that are at least as good, and takes longer: time is
 * proportional to steps · width · labels, memory to steps · width. A beam of width 1 keeps only the
 * best prefix, but sums its paths, so that its text can differ from the greedy one. Ties between
 * prefixes are broken in this order: an unchanged prefix first, then the extension of the better
 * prefix, then the lower label. Texts with equal scores are in the order of their labels.
 */
public final class CtcBeamSearch implements CtcDecoder {
  /**
   * A text with its score.
   *
   * @param text the decoded text
   * @param logProbability ln p(text | outputs), summed over the paths that were kept
   * @param score logProbability plus the scores of words; equal to it without language model and
   *     bonus
   */
  public record Hypothesis(String text, double logProbability, double score) {
    /** For example {@code "hello", score -3.21}. */
    @Override
    public String toString() {
      return "\"" + text + "\", score " + Numerals.rounded(score);
    }
  }

  private final Alphabet alphabet;
  private final int width;
  private final double leastProbability;
  private final WordScoring words;

  private CtcBeamSearch(Alphabet alphabet, int width, double leastProbability, WordScoring words) {
    this.alphabet = alphabet;
    this.width = width;
    this.leastProbability = leastProbability;
    this.words = words;
  }

  static CtcBeamSearch of(Alphabet alphabet, int width) {
    Check.positive("width of the beam", width);
    return new CtcBeamSearch(alphabet, width, 0, WordScoring.none());
  }

  /**
   * Adds the probabilities of words to the score.
   *
   * @param model a model whose words are spelled with the alphabet's characters, in capitals if it
   *     has capitals
   * @param weight α, at least 0; 0.5 to 2 is usual
   */
  public CtcBeamSearch languageModel(NgramModel model, double weight) {
    Check.notNegative("weight of the language model", weight);
    return with(new WordScoring(model, weight, words.bonus(), words.unknown()));
  }

  /** Adds β to the score for each word; a language model alone favours texts with few words. */
  public CtcBeamSearch wordBonus(double bonus) {
    Check.argument(
        Double.isFinite(bonus), "word bonus", "a finite number", bonus, "pass one, such as 1");
    return with(new WordScoring(words.model(), words.weight(), bonus, words.unknown()));
  }

  /**
   * Sets ln p of each word that the language model lacks. The default is that of the model's {@code
   * <unk>} or, if it has none, ln 10⁻¹⁰: such words are unlikely but not impossible.
   *
   * @param logProbability a finite number, at most 0
   */
  public CtcBeamSearch unknownWord(double logProbability) {
    Check.argument(
        logProbability <= 0 && Double.isFinite(logProbability),
        "logarithm of an unknown word's probability",
        "a finite number of at most 0",
        logProbability,
        "pass a natural logarithm, such as -15");
    return with(
        new WordScoring(
            words.model(), words.weight(), words.bonus(), OptionalDouble.of(logProbability)));
  }

  private CtcBeamSearch with(WordScoring words) {
    return new CtcBeamSearch(alphabet, width, leastProbability, words);
  }

  /**
   * Ignores labels that are less probable than this in their step, except for the likeliest label.
   * Saves time: 0.001 leaves few labels.
   *
   * @param probability in [0, 1); 0, the default, ignores no label
   */
  public CtcBeamSearch leastProbability(double probability) {
    Check.coefficient("least probability of a label", probability, 0.001);
    return new CtcBeamSearch(alphabet, width, probability, words);
  }

  @Override
  public String decode(float[] outputs, int offset, int steps, int labels) {
    return hypotheses(1, outputs, offset, steps, labels).get(0).text();
  }

  /**
   * The best texts of a sequence, best first; fewer than requested if the beam has no more.
   *
   * @param most how many, at least 1
   * @throws IllegalArgumentException as {@link #decode}
   * @throws ArithmeticException as {@link #decode}
   */
  public List<Hypothesis> hypotheses(int most, float[] outputs, int offset, int steps, int labels) {
    Check.positive("number of hypotheses", most);
    CtcOutputs sequence = CtcOutputs.of(alphabet, outputs, offset, steps, labels);
    PrefixBeam beam = new PrefixBeam(alphabet, width, Math.log(leastProbability), words);
    double[] logProbabilities = new double[labels];
    for (int t = 0; t < steps; t++) {
      int likeliest = sequence.logSoftmax(t, logProbabilities);
      beam.advance(logProbabilities, likeliest);
    }
    return beam.best(most);
  }

  @Override
  public String toString() {
    String least =
        leastProbability == 0 ? "" : ", least probability " + Numerals.text(leastProbability);
    return "beam search, width " + width + least + words;
  }
}
