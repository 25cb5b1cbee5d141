package org.dsd4j.text.ngram;

import java.util.OptionalDouble;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;
import org.dsd4j.text.SpecialToken;
import org.jspecify.annotations.Nullable;

/**
 * The scores of words in beam search.
 *
 * @param model gives the words' probabilities; null for none
 * @param weight the factor of the logarithms of these
 * @param bonus the score added for each word
 * @param unknown ln p of words that the model lacks, or empty where the model decides
 * @hidden
 */
@Internal
public record WordScoring(
    @Nullable NgramModel model, double weight, double bonus, OptionalDouble unknown) {
  /** For words that the model lacks if it has no {@code <unk>} either. */
  private static final double LEAST = Math.log(1e-10);

  /** Scores every word with 0. */
  public static WordScoring none() {
    return new WordScoring(null, 0, 0, OptionalDouble.empty());
  }

  /** The score of a word after the first {@code size} words of a history. */
  public double ofWord(int[] history, int size, String word) {
    return model == null ? bonus : bonus + weight * logProbability(model, history, size, word);
  }

  private double logProbability(NgramModel model, int[] history, int size, String word) {
    int number = model.number(word);
    boolean isKnown = model.contains(word);
    if (!isKnown && unknown.isPresent()) {
      return unknown.getAsDouble();
    }
    return number == NgramTrie.NONE ? LEAST : model.logProbability(history, size, number);
  }

  /** The score of a sentence's end after the first {@code size} words of a history. */
  public double ofEnd(int[] history, int size) {
    if (model == null) {
      return 0;
    }
    int end = model.number(SpecialToken.END);
    return end == NgramTrie.NONE ? 0 : weight * model.logProbability(history, size, end);
  }

  @Override
  public String toString() {
    return (model == null ? "" : ", " + model + ", weight " + Numerals.text(weight))
        + (bonus == 0 ? "" : ", word bonus " + Numerals.text(bonus))
        + (unknown.isEmpty() ? "" : ", unknown word " + Numerals.text(unknown.getAsDouble()));
  }
}
