package org.dsd4j.text.ngram;

import java.util.OptionalDouble;
import org.dsd4j.internal.Internal;
import org.dsd4j.text.SpecialToken;
import org.jspecify.annotations.Nullable;

/**
 * What words add to the score of a text.
 *
 * @param model gives their probabilities; null if they have none
 * @param weight of the logarithms of these
 * @param bonus for each word
 * @param unknown ln p of words that the model lacks, where that is not its own affair
 * @hidden
 */
@Internal
public record WordScoring(
    @Nullable NgramModel model, double weight, double bonus, OptionalDouble unknown) {
  /** For words that the model lacks, and has no {@code <unk>} for. */
  private static final double LEAST = Math.log(1e-10);

  /** Nothing at all. */
  public static WordScoring none() {
    return new WordScoring(null, 0, 0, OptionalDouble.empty());
  }

  /** What a word adds after the numbers of {@code size} others. */
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

  /** What the end of a sentence adds after the numbers of {@code size} words. */
  public double ofEnd(int[] history, int size) {
    if (model == null) {
      return 0;
    }
    int end = model.number(SpecialToken.END);
    return end == NgramTrie.NONE ? 0 : weight * model.logProbability(history, size, end);
  }

  @Override
  public String toString() {
    return (model == null ? "" : ", " + model + ", weight " + weight)
        + (bonus == 0 ? "" : ", word bonus " + bonus)
        + (unknown.isEmpty() ? "" : ", unknown word " + unknown.getAsDouble());
  }
}
