package org.dsd4j.models.text;

import com.google.auto.service.AutoService;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.tensor.Shape;

/**
 * An LSTM language model of words or characters (Zaremba et al., "Recurrent Neural Network
 * Regularization", 2014): from token numbers [T] to logits [T, vocabulary], at each step for the
 * next token.
 */
public final class LanguageModel {
  private final int steps;
  private final int size;
  private final int layers;
  private final double dropout;
  private final int carried;

  private LanguageModel(int steps, int size, int layers, double dropout, int carried) {
    this.steps = Check.positive("steps", steps);
    this.size = Check.positive("size", size);
    this.layers = Check.positive("layers", layers);
    this.dropout = Check.fraction("dropout", dropout);
    this.carried = carried;
  }

  /** Two layers of 200 units, dropout 0.2; sequences of {@code steps} tokens in training. */
  public static LanguageModel of(int steps) {
    return new LanguageModel(steps, 200, 2, 0.2, 0);
  }

  /** The standard model. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return List.of(
          new NamedModel(
              "lstm_language_model",
              "Zaremba et al. 2014",
              Shape.of(35),
              10_000,
              (in, n) -> of(in.extent(0)).network(n)));
    }
  }

  /** Sets the number of units of embedding and LSTM layers. */
  public LanguageModel size(int units) {
    return new LanguageModel(steps, units, layers, dropout, carried);
  }

  /** Sets the number of LSTM layers. */
  public LanguageModel layers(int number) {
    return new LanguageModel(steps, size, number, dropout, carried);
  }

  /**
   * Sets the rate of dropout of each layer's inputs and outputs, but not of the recurrent
   * connections.
   */
  public LanguageModel dropout(double rate) {
    return new LanguageModel(steps, size, layers, rate, carried);
  }

  /**
   * Carries the state from each training batch to the next, for data in the order of a {@code
   * TokenStream}; see {@link Lstm#carryingState}.
   */
  public LanguageModel carryingState(int batchSize) {
    int checked = Check.positive("batch size", batchSize);
    return new LanguageModel(steps, size, layers, dropout, checked);
  }

  /** The network, from token numbers [T] to logits [T, vocabulary]. */
  public NetworkBuilder network(int vocabulary) {
    NetworkBuilder net =
        Network.builder(Shape.of(steps))
            .add(
                "embedding", new Embedding(vocabulary, size).initializer(Initializer.uniform(0.1)));
    dropped(net, "dropout1");
    Lstm lstm = new Lstm(size).layers(layers).dropout(layers > 1 ? dropout : 0);
    net.add("lstm", carried > 0 ? lstm.carryingState(carried) : lstm);
    dropped(net, "dropout2");
    return net.add("fc", new Dense(vocabulary));
  }

  private void dropped(NetworkBuilder net, String name) {
    if (dropout > 0) {
      net.add(name, new Dropout(dropout));
    }
  }
}
