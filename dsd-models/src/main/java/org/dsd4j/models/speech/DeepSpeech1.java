package org.dsd4j.models.speech;

import com.google.auto.service.AutoService;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.ContextWindow;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Slice;
import org.dsd4j.nn.layer.recurrent.Rnn;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.tensor.Shape;

/**
 * Deep Speech (Hannun et al., "Deep Speech: Scaling up end-to-end speech recognition", 2014): three
 * dense layers on each frame with its neighbours, a bidirectional recurrent layer whose directions
 * are added, another dense layer, and the output; from features [T, F] to logits [T, symbols] for
 * CTC. All activations are min(max(x, 0), 20).
 *
 * <p>Every weight matrix is prunable, as in the DSD paper.
 */
public final class DeepSpeech1 {
  private static final double CLIP = 20;
  private static final int DENSE_LAYERS = 3;

  private final Shape input;
  private final int hidden;
  private final int context;
  private final double dropout;

  private DeepSpeech1(Shape input, int hidden, int context, double dropout) {
    this.input = input;
    this.hidden = Check.positive("hidden units", hidden);
    this.context = Check.notNegative("context", context);
    this.dropout = Check.fraction("dropout", dropout);
  }

  /**
   * The paper's network: 2048 units, nine frames of context on each side, dropout 0.05 after dense
   * layers.
   *
   * @param features [T, F]
   */
  public static DeepSpeech1 of(Shape features) {
    Check.argument(
        features.rank() == 2,
        "features of Deep Speech",
        "[T, F]",
        features,
        "give frames × frequencies");
    return new DeepSpeech1(features, 2048, 9, 0.05);
  }

  /** The paper's network and a small one. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    private static final String SOURCE = "Hannun et al. 2014";

    @Override
    public List<NamedModel> models() {
      return List.of(
          new NamedModel(
              "deepspeech1", SOURCE, Shape.of(200, 80), 29, (in, n) -> of(in).network(n)),
          new NamedModel(
              "deepspeech1_small",
              SOURCE,
              Shape.of(200, 40),
              28,
              (in, n) -> of(in).hidden(256).context(5).network(n)));
    }
  }

  /** Sets the number of units of every hidden layer. */
  public DeepSpeech1 hidden(int units) {
    return new DeepSpeech1(input, units, context, dropout);
  }

  /** Sets the number of context frames before and after each frame. */
  public DeepSpeech1 context(int frames) {
    return new DeepSpeech1(input, hidden, frames, dropout);
  }

  /** Sets the rate of dropout after each dense layer. */
  public DeepSpeech1 dropout(double rate) {
    return new DeepSpeech1(input, hidden, context, rate);
  }

  /** The network, from features [T, F] to logits [T, symbols], including the blank. */
  public NetworkBuilder network(int symbols) {
    NetworkBuilder net = Network.builder(input).add("context", new ContextWindow(context, context));
    for (int i = 1; i <= DENSE_LAYERS; i++) {
      clipped(net, i);
    }
    net.add("rnn4", new Rnn(hidden).clippedRelu(CLIP).bidirectional())
        .add("forward4", new Slice(0, hidden), "rnn4")
        .add("backward4", new Slice(hidden, 2 * hidden), "rnn4")
        .add("sum4", new Add(), "forward4", "backward4");
    clipped(net, DENSE_LAYERS + 2);
    return net.add("fc6", new Dense(symbols));
  }

  private void clipped(NetworkBuilder net, int number) {
    net.add("fc" + number, new Dense(hidden).initializer(Initializer.heUniform()))
        .add("clip" + number, Activate.clippedRelu(CLIP));
    if (dropout > 0) {
      net.add("dropout" + number, new Dropout(dropout));
    }
  }
}
