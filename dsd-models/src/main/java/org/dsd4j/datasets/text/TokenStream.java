package org.dsd4j.datasets.text;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Vocabulary;

/**
 * A long text cut for truncated backpropagation through time: features are [T] token numbers,
 * targets [T] the numbers of the tokens that follow them.
 *
 * <p>The text is cut into N parts of equal length. Sample i belongs to part i mod N, so that, in
 * stored order, row n of a batch of N continues row n of the batch before; see {@link
 * org.dsd4j.nn.layer.recurrent.Lstm#carryingState} and {@link
 * org.dsd4j.data.load.SampleOrder#AS_STORED}. The remainder at the end, fewer than N·T tokens plus
 * the one that follows, is left out.
 */
public final class TokenStream implements Dataset {
  private final String name;
  private final int[] tokens;
  private final int steps;
  private final int rows;
  private final int segments;
  private final List<String> classNames;

  private TokenStream(String name, Vocabulary vocabulary, int[] tokens, int steps, int rows) {
    this.name = name;
    this.tokens = tokens;
    this.steps = Check.positive("steps", steps);
    this.rows = Check.positive("rows", rows);
    this.segments = (tokens.length - 1) / Math.multiplyExact(steps, rows);
    this.classNames = vocabulary.tokens();
    Check.argument(
        segments >= 1,
        name,
        "at least " + (Math.multiplyExact(steps, rows) + 1) + " tokens",
        tokens.length,
        "take a longer text, smaller batches or fewer steps");
  }

  /**
   * Creates the data set of a text.
   *
   * @param name its name in tables
   * @param vocabulary gives the tokens' numbers; tokens that it lacks become its unknown token
   * @param tokens the text
   * @param steps T, the tokens of a sample
   * @param batchSize N, the number of parts that are read in parallel
   * @throws IllegalArgumentException if the text is too short, or has a token that the vocabulary
   *     lacks and the vocabulary has no unknown token
   */
  public static TokenStream of(
      String name, Vocabulary vocabulary, List<String> tokens, int steps, int batchSize) {
    return new TokenStream(name, vocabulary, vocabulary.indices(tokens), steps, batchSize);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return segments * rows;
  }

  @Override
  public Shape featureShape() {
    return Shape.of(steps);
  }

  @Override
  public Shape targetShape() {
    return Shape.of(steps);
  }

  @Override
  public Sample sample(int index) {
    return new Sample(from(start(index)), target(index));
  }

  @Override
  public Values target(int index) {
    return from(start(index) + 1);
  }

  /**
   * The number of tokens at the end of the text that are in no sample, neither as feature nor as
   * target.
   */
  public int leftOut() {
    return tokens.length - 1 - size() * steps;
  }

  private int start(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          Check.message(
              "index into " + name, "0 to " + (size() - 1), index, "ask for a sample there is"));
    }
    int row = index % rows;
    int segment = index / rows;
    return (row * segments + segment) * steps;
  }

  private Values from(int start) {
    float[] numbers = new float[steps];
    for (int i = 0; i < steps; i++) {
      numbers[i] = tokens[start + i];
    }
    return new Values(Shape.of(steps), numbers);
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String fingerprint() {
    return new Fingerprint().add(tokens).add(steps + " " + rows).hex();
  }

  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
