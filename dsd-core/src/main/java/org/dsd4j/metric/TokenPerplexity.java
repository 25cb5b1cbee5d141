package org.dsd4j.metric;

import org.dsd4j.data.Dataset;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.measure.Perplexity;

/**
 * The perplexity of a language model: exp of the mean over all tokens of −ln p, p being the softmax
 * of the logits at the token. Lower is better; a uniform distribution has the vocabulary's size.
 *
 * <p>Outputs are [N, T, vocabulary], targets [N, T] token numbers; {@link Dataset#NO_TARGET} is
 * ignored.
 */
public final class TokenPerplexity implements Metric {
  @Override
  public String name() {
    return "perplexity";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Running start() {
    return new Tokens(new Perplexity());
  }

  private record Tokens(Perplexity perplexity) implements Running {
    @Override
    public void add(Shape outputShape, float[] output, float[] target) {
      int tokens = outputShape.last();
      for (int row = 0; row < target.length; row++) {
        if (target[row] != Dataset.NO_TARGET) {
          perplexity.add(
              OutputRows.logSum(output, row * tokens, tokens)
                  - output[row * tokens + (int) target[row]]);
        }
      }
    }

    @Override
    public void merge(Running other) {
      perplexity.add(Running.checked(Tokens.class, other).perplexity);
    }

    @Override
    public double[] toNumbers() {
      return perplexity.toNumbers();
    }

    @Override
    public void merge(double... numbers) {
      perplexity.addNumbers(numbers);
    }

    @Override
    public double value() {
      if (perplexity.tokens() == 0) {
        throw new IllegalStateException("perplexity of nothing: add a batch with targets first");
      }
      return perplexity.value();
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
