package org.dsd4j.models.caption;

import org.dsd4j.datasets.captions.CaptionDataset;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.PrependStep;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.tensor.Shape;

/**
 * NeuralTalk (Karpathy, Fei-Fei, "Deep Visual-Semantic Alignments for Generating Image
 * Descriptions", 2015, and Vinyals et al., "Show and Tell", 2015): an LSTM language model whose
 * first step is the picture, as features from another network that is not trained further.
 *
 * <p>A sample has two inputs, those of a {@link CaptionDataset}: D features of the picture, and a
 * sequence of at most T token numbers. The output is [T + 1, vocabulary]: the logits after the
 * picture, then after each token.
 *
 * <p>The DSD paper prunes the LSTM and the dense layers but not the word embedding, which is also
 * the default here.
 */
public final class NeuralTalk {
  /** Makes the cells remember the picture from the start of training. */
  private static final double FORGET_BIAS = 2;

  private final int features;
  private final int steps;
  private final int size;
  private final double dropout;

  private NeuralTalk(int features, int steps, int size, double dropout) {
    this.features = Check.positive("features", features);
    this.steps = Check.positive("steps", steps);
    this.size = Check.positive("size", size);
    this.dropout = Check.fraction("dropout", dropout);
  }

  /**
   * A network with 256 units and dropout 0.5.
   *
   * @param features the number of features of a picture, D
   * @param steps the largest number of tokens of a sentence including its start, T
   */
  public static NeuralTalk of(int features, int steps) {
    return new NeuralTalk(features, steps, 256, 0.5);
  }

  /** Sets the number of units of embeddings and LSTM. */
  public NeuralTalk size(int units) {
    return new NeuralTalk(features, steps, units, dropout);
  }

  /** Sets the rate of dropout of the LSTM's inputs and outputs. */
  public NeuralTalk dropout(double rate) {
    return new NeuralTalk(features, steps, size, rate);
  }

  /** The network, from [D] and [T] to logits [T + 1, vocabulary]. */
  public NetworkBuilder network(int vocabulary) {
    NetworkBuilder net =
        Network.builder()
            .input(CaptionDataset.FEATURES, Shape.of(features))
            .input(CaptionDataset.WORDS, Shape.of(steps))
            .add("picture", new Dense(size), CaptionDataset.FEATURES)
            .add(
                "embedding",
                new Embedding(vocabulary, size).initializer(Initializer.uniform(0.1)),
                CaptionDataset.WORDS)
            .add("sentence", new PrependStep(), "picture", "embedding");
    dropped(net, "dropout1");
    net.add("lstm", new Lstm(size).forgetBias(FORGET_BIAS));
    dropped(net, "dropout2");
    return net.add("fc", new Dense(vocabulary));
  }

  private void dropped(NetworkBuilder net, String name) {
    if (dropout > 0) {
      net.add(name, new Dropout(dropout));
    }
  }
}
