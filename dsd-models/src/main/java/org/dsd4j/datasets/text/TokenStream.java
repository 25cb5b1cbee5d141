package org.dsd4j.datasets.text;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Vocabulary;

/**
 * A long text cut for truncated backpropagation through time: [T] token numbers, and as targets [T]
 * the tokens that follow them.
 *
 * <p>The text is cut into N stretches of one length. Sample i is of stretch i mod N, so that, in
 * the order as stored, row n of a batch of N goes on where row n of the batch before ended; see
 * {@link org.dsd4j.nn.layer.recurrent.Lstm#carryingState} and {@link
 * org.dsd4j.data.load.SampleOrder#AS_STORED}. What is left at the end, fewer than N·T tokens and
 * the one that follows them, is left out.
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
   * A text of tokens of a vocabulary.
   *
   * @param name for tables
   * @param vocabulary numbers the tokens; one that it lacks is its unknown token
   * @param tokens the text
   * @param steps T, the tokens of a sample
   * @param batchSize N, the stretches that are read side by side
   * @throws IllegalArgumentException if the text is too short, or has a token that the vocabulary
   *     lacks and no unknown token stands for
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

  /** How many tokens at the end of the text no sample has, neither as feature nor as target. */
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
}
