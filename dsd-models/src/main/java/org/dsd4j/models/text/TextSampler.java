package org.dsd4j.models.text;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Vocabulary;

/**
 * Continues a text with a language model: token by token, each drawn from the softmax of the logits
 * divided by a temperature. The network reads the last tokens, at most as many as it was built for.
 * The same network, prompt and seed give the same text.
 */
public final class TextSampler {
  private final Network network;
  private final Vocabulary vocabulary;
  private final double temperature;

  /**
   * A sampler.
   *
   * @param network from token numbers [T] to logits [T, vocabulary]
   * @param vocabulary the vocabulary it was trained with
   * @param temperature above 0; a value below 1 makes likely tokens more likely
   * @throws IllegalArgumentException if the network has another number of outputs
   */
  public TextSampler(Network network, Vocabulary vocabulary, double temperature) {
    this.network = network;
    this.vocabulary = vocabulary;
    this.temperature = Check.positive("temperature", temperature);
    int outputs = network.outputShapes().values().iterator().next().last();
    Check.argument(
        outputs == vocabulary.size(),
        "vocabulary",
        outputs + " tokens, as the network has outputs",
        vocabulary.size(),
        "take the vocabulary that the network was trained with");
  }

  /**
   * The continuation of a prompt.
   *
   * @param prompt at least one token
   * @param length the number of tokens to add
   * @throws IllegalArgumentException if the vocabulary lacks a token and has no unknown token
   */
  public List<String> sample(List<String> prompt, int length, Seed seed) {
    Check.argument(!prompt.isEmpty(), "prompt", "at least one token", "none", "give a token");
    List<Integer> text = new ArrayList<>();
    for (int token : vocabulary.indices(prompt)) {
      text.add(token);
    }
    RandomGenerator random = seed.stream();
    int steps = network.inputShapes().values().iterator().next().extent(0);
    List<String> added = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int from = Math.max(0, text.size() - steps);
      int next = draw(lastLogits(text.subList(from, text.size())), random.nextDouble());
      text.add(next);
      added.add(vocabulary.token(next));
    }
    return added;
  }

  private float[] lastLogits(List<Integer> window) {
    float[] numbers = new float[window.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = window.get(i);
    }
    Shape shape = Shape.of(1, numbers.length);
    NetworkPass pass =
        network.begin(Mode.INFERENCE, shape).setInput(0, shape, numbers).forward(Seed.of(0));
    float[] all = pass.output().toFloats();
    float[] last = new float[vocabulary.size()];
    System.arraycopy(all, all.length - last.length, last, 0, last.length);
    return last;
  }

  /** The token at which the cumulative probability exceeds {@code at}, a number in [0, 1). */
  private int draw(float[] logits, double at) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] cumulated = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += Math.exp((logits[i] - largest) / temperature);
      cumulated[i] = sum;
    }
    int token = 0;
    while (token < logits.length - 1 && cumulated[token] <= at * sum) {
      token++;
    }
    return token;
  }
}
