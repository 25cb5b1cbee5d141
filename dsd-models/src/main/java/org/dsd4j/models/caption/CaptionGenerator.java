package org.dsd4j.models.caption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.captions.CaptionDataset;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Generates sentences for pictures with a {@link NeuralTalk} network by beam search: of all
 * extensions of the prefixes by one word, the likeliest are kept, as many as the beam is wide; a
 * complete sentence leaves the beam. A beam of 1 is greedy search.
 *
 * <p>The sentence with the highest score wins: Σ ln p of its words and of its end, divided by the
 * number of these to the power of the length exponent. With exponent 0, the default and that of
 * NeuralTalk, the score is the sentence's log-likelihood, which favours short sentences; with 1 it
 * is the mean. A sentence with the largest allowed number of words ends there.
 *
 * <p>Neither {@link SpecialToken#START} nor {@link SpecialToken#UNKNOWN} are generated. Equal
 * inputs give equal sentences: of equally likely words, the one with the lower number is preferred.
 * Immutable, but for use by one thread, because it computes on the network.
 *
 * <pre>{@code
 * List<List<String>> sentences =
 *     CaptionGenerator.of(network, vocabulary).beam(3).sentences(features);
 * }</pre>
 */
public final class CaptionGenerator {
  /** The padding where a sentence has no word yet. */
  static final int NO_WORD = Dataset.NO_TARGET;

  private static final List<String> INPUTS = List.of(CaptionDataset.FEATURES, CaptionDataset.WORDS);

  /** The number of prefixes computed at a time, if the beam is not wider. */
  private static final int ROWS = 128;

  private final Network network;
  private final Vocabulary vocabulary;
  private final int features;
  private final int steps;
  private final int width;
  private final int longest;
  private final double lengthExponent;

  private CaptionGenerator(
      Network network, Vocabulary vocabulary, int width, int longest, double lengthExponent) {
    this.network = network;
    this.vocabulary = vocabulary;
    this.steps = output(network).extent(0) - 1;
    this.features = input(network, CaptionDataset.FEATURES).extent(0);
    this.width = Check.positive("width of the beam", width);
    this.longest = Check.positive("most words of a sentence", longest);
    this.lengthExponent = Check.notNegative("length exponent", lengthExponent);
    Check.argument(
        longest < steps,
        "most words of a sentence",
        "at most " + (steps - 1) + ", for which the network was built",
        longest,
        "allow fewer words or build the network for more");
  }

  /**
   * Greedy search for sentences up to the length that the network was built for.
   *
   * @param network a {@link NeuralTalk}, from [D] and [T] to [T + 1, vocabulary]
   * @param vocabulary the vocabulary with which it was trained, including START and END
   * @throws IllegalArgumentException if the vocabulary does not have the network's size or lacks
   *     one of them, or the network does not describe pictures
   */
  public static CaptionGenerator of(Network network, Vocabulary vocabulary) {
    Shape output = output(network);
    Check.argument(
        output.last() == vocabulary.size(),
        "vocabulary of a network for captions",
        "as many tokens as it has outputs, " + output.last(),
        vocabulary.size(),
        "use the vocabulary with which it was trained");
    vocabulary.index(SpecialToken.START);
    vocabulary.index(SpecialToken.END);
    return new CaptionGenerator(network, vocabulary, 1, output.extent(0) - 2, 0);
  }

  private static Shape output(Network network) {
    Map<String, Shape> inputs = network.inputShapes();
    Shape output = network.outputShapes().values().iterator().next();
    boolean fits =
        List.copyOf(inputs.keySet()).equals(INPUTS)
            && inputs.values().stream().allMatch(shape -> shape.rank() == 1)
            && output.rank() == 2
            && output.extent(0) > 2
            && input(network, CaptionDataset.WORDS).extent(0) == output.extent(0) - 1;
    Check.argument(
        fits,
        "network for captions",
        "inputs "
            + INPUTS
            + ", [features] and [steps], and an output [steps + 1, vocabulary] of at"
            + " least 2 steps",
        inputs + " and " + output,
        "build it by NeuralTalk");
    return output;
  }

  private static Shape input(Network network, String name) {
    return Objects.requireNonNull(network.inputShapes().get(name), name);
  }

  /** Sets the width of the beam. */
  public CaptionGenerator beam(int beginnings) {
    return new CaptionGenerator(network, vocabulary, beginnings, longest, lengthExponent);
  }

  /** Sets the largest number of words of a sentence. */
  public CaptionGenerator longest(int words) {
    return new CaptionGenerator(network, vocabulary, width, words, lengthExponent);
  }

  /** Sets the power of the length by which scores are divided. */
  public CaptionGenerator lengthExponent(double exponent) {
    return new CaptionGenerator(network, vocabulary, width, longest, exponent);
  }

  /**
   * A sentence for each picture.
   *
   * @param pictures their features, [N, D]
   * @throws ShapeException if the number of features is not D
   * @throws ArithmeticException if the network's outputs are not finite
   */
  public List<List<String>> sentences(Values pictures) {
    Shape shape = pictures.shape();
    if (shape.rank() != 2 || shape.last() != features) {
      throw new ShapeException(
          "features of pictures",
          "[N, " + features + "]",
          shape,
          "compute them by the network whose features it was trained on");
    }
    List<List<String>> sentences = new ArrayList<>();
    int together = Math.max(1, ROWS / width);
    for (int from = 0; from < shape.extent(0); from += together) {
      int to = Math.min(shape.extent(0), from + together);
      float[] part = Arrays.copyOfRange(pictures.array(), from * features, to * features);
      for (int[] tokens : search(part, to - from)) {
        sentences.add(vocabulary.tokens(tokens));
      }
    }
    return List.copyOf(sentences);
  }

  private List<int[]> search(float[] pictures, int count) {
    List<Beam> beams =
        IntStream.range(0, count)
            .mapToObj(i -> new Beam(vocabulary, width, longest, lengthExponent))
            .toList();
    float[] described = new float[count * width * features];
    for (int row = 0; row < count * width; row++) {
      System.arraycopy(pictures, row / width * features, described, row * features, features);
    }
    float[] written = new float[count * width * steps];
    for (int words = 0; words <= longest && !beams.stream().allMatch(Beam::isOver); words++) {
      for (int row = 0; row < count * width; row++) {
        beams.get(row / width).write(row % width, written, row * steps, steps);
      }
      float[] logits = logits(described, written, count * width);
      int from = words + 1;
      for (int i = 0; i < count; i++) {
        beams.get(i).grow(logits, i * width * (steps + 1) + from, steps + 1);
      }
    }
    return beams.stream().map(Beam::best).toList();
  }

  private float[] logits(float[] described, float[] written, int rows) {
    try (INDArray output =
        network
            .begin(Mode.INFERENCE, rows)
            .setInput(0, Shape.of(rows, features), described)
            .setInput(1, Shape.of(rows, steps), written)
            .forward(Seed.of(0))
            .output()
            .toArray()) {
      return output.ravel().toFloatVector();
    }
  }
}
