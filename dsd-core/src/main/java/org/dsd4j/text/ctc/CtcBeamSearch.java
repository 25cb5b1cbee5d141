package org.dsd4j.text.ctc;

import java.util.List;
import java.util.OptionalDouble;
import org.dsd4j.internal.Check;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ngram.NgramModel;
import org.dsd4j.text.ngram.WordScoring;

/**
 * Prefix beam search (Graves 2012; Hannun, Maas, Jurafsky and Ng 2014): goes through the steps of a
 * sequence with the best beginnings of texts, each with the probability of all its paths that are
 * kept, those that end with a blank apart from those that do not. Made by {@link
 * CtcDecoder#beamSearch}.
 *
 * <p>The best text has the highest score
 *
 * <pre>{@code
 * ln p(text | outputs) + α · ln p(words, </s> | <s>) + β · number of words
 * }</pre>
 *
 * <p>with α the weight of the language model and β the word bonus; without them it is the likeliest
 * text. Words are what stands between white space. A word counts as soon as white space follows it,
 * the last one and the sentence's end when the sequence is over; {@code <s>} and {@code </s>} count
 * as far as the model has them. If the alphabet has no white space, every text is one word.
 *
 * <p>A wider beam finds texts that are no worse, as a rule, and takes longer; time is proportional
 * to steps · width · labels, memory to steps · width. One of 1 goes on with the best beginning
 * alone, but still sums its paths and so is not always greedy. Of beginnings with equal scores
 * those that stay as they were come first, then those that lengthen a better one, then those with
 * the lower label; texts with equal scores come in the order of their labels.
 */
public final class CtcBeamSearch implements CtcDecoder {
  /**
   * A text and how good it is.
   *
   * @param text what may have been said
   * @param logProbability ln p(text | outputs), over the paths that were kept
   * @param score that, and what words count; equal to it without language model and bonus
   */
  public record Hypothesis(String text, double logProbability, double score) {}

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
   * Takes the probabilities of words into account.
   *
   * @param model with words as the alphabet spells them, in capitals if it has capitals
   * @param weight α, at least 0; 0.5 to 2 is usual
   */
  public CtcBeamSearch languageModel(NgramModel model, double weight) {
    Check.notNegative("weight of the language model", weight);
    return with(new WordScoring(model, weight, words.bonus(), words.unknown()));
  }

  /** Adds β for each word; a language model alone favours texts with few words. */
  public CtcBeamSearch wordBonus(double bonus) {
    Check.argument(
        Double.isFinite(bonus), "word bonus", "a finite number", bonus, "pass one, such as 1");
    return with(new WordScoring(words.model(), words.weight(), bonus, words.unknown()));
  }

  /**
   * Takes this for ln p of each word that the language model lacks. By default it is that of the
   * model's {@code <unk>} or, if that is lacking too, ln 10⁻¹⁰, so that such words are unlikely but
   * not impossible.
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
   * Lengthens beginnings by no label that is less probable than this in its step, except by the
   * likeliest one. Saves time: 0.001 leaves few labels.
   *
   * @param probability from 0, which allows all and is the default, to 1, excluded
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
   * The best texts of a sequence, the best one first; fewer than asked for if the beam has no more.
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
    String least = leastProbability == 0 ? "" : ", least probability " + leastProbability;
    return "beam search, width " + width + least + words;
  }
}
