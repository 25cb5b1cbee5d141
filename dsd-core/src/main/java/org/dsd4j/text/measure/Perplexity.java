package org.dsd4j.text.measure;

import java.util.Arrays;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;

/**
 * The perplexity of a language model: e to the mean negative log-likelihood of a token, in nats. A
 * model that finds V tokens equally likely has the perplexity V. It does not depend on the order of
 * the tokens, to the last bit. Mutable: add tokens, then read.
 */
public final class Perplexity {
  private final ExactSum sum = new ExactSum();
  private long tokens;

  /**
   * The perplexity for a mean negative log-likelihood per token, such as a loss.
   *
   * @param meanNegativeLogLikelihood in nats
   * @throws IllegalArgumentException if the mean is NaN
   */
  public static double of(double meanNegativeLogLikelihood) {
    return Math.exp(number(meanNegativeLogLikelihood));
  }

  private static double number(double value) {
    Check.argument(
        !Double.isNaN(value),
        "negative log-likelihood",
        "a number",
        value,
        "find out where the model's outputs stopped to be numbers");
    return value;
  }

  /**
   * Adds one token.
   *
   * @param negativeLogLikelihood in nats
   */
  public void add(double negativeLogLikelihood) {
    add(negativeLogLikelihood, 1);
  }

  /**
   * Adds several tokens.
   *
   * @param sum the sum of their negative log-likelihoods, in nats
   * @param tokens the number of tokens
   */
  public void add(double sum, long tokens) {
    Check.argument(tokens >= 1, "tokens", "at least 1", tokens, "pass how many were summed");
    this.sum.add(number(sum));
    this.tokens += tokens;
  }

  /** Takes all tokens that another one took. */
  public void add(Perplexity other) {
    sum.add(other.sum);
    tokens += other.tokens;
  }

  /**
   * All tokens so far as numbers: how many, then parts of the sum, which is exact.
   *
   * @hidden
   */
  @Internal
  public double[] toNumbers() {
    double[] parts = sum.toNumbers();
    double[] numbers = new double[parts.length + 1];
    numbers[0] = tokens;
    System.arraycopy(parts, 0, numbers, 1, parts.length);
    return numbers;
  }

  /**
   * Takes all tokens that another one took.
   *
   * @param numbers its {@link #toNumbers}
   * @hidden
   */
  @Internal
  public void addNumbers(double... numbers) {
    double[] first = Arrays.copyOf(numbers, Math.min(1, numbers.length));
    tokens += Check.counts("tokens of a perplexity", 1, first)[0];
    Arrays.stream(numbers).skip(1).forEach(sum::add);
  }

  /** The number of tokens so far. */
  public long tokens() {
    return tokens;
  }

  /**
   * The perplexity over all tokens so far.
   *
   * @throws IllegalStateException if no token was added
   */
  public double value() {
    if (tokens == 0) {
      throw new IllegalStateException("perplexity of nothing: add a token first");
    }
    return of(sum.value() / tokens);
  }

  @Override
  public String toString() {
    return tokens == 0
        ? "perplexity of nothing"
        : "perplexity " + Numerals.rounded(value()) + " of " + Numerals.counted(tokens, "token");
  }
}
