package org.dsd4j.models.speech;

import com.google.auto.service.AutoService;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.FlattenSteps;
import org.dsd4j.nn.layer.RowConvolution;
import org.dsd4j.nn.layer.conv.AddChannel;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Rnn;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Shape;

/**
 * Deep Speech 2 (Amodei et al., "Deep Speech 2: End-to-End Speech Recognition in English and
 * Mandarin", 2016): two convolutions over time × frequency, 3 to 7 recurrent layers with
 * sequence-wise batch normalisation, and one dense layer, from features [T, F] to logits [T / 2,
 * symbols] for CTC.
 *
 * <p>The first convolution halves time and frequency, the second halves frequency again. The
 * network accepts any T; the one given here is used for estimates of size.
 *
 * <pre>{@code
 * DeepSpeech2.of(Shape.of(400, 161)).recurrentLayers(5).hidden(800).network(29)
 * DeepSpeech2.small(Shape.of(400, 40)).network(28)
 * }</pre>
 */
public final class DeepSpeech2 {
  private static final double CLIP = 20;
  private static final int LOOKAHEAD = 20;

  /** The window of a convolution: over time, and over frequency. */
  private record Window(int time, int frequency) {}

  private record Settings(
      int filters, Window first, Window second, int layers, int hidden, boolean gated) {}

  private final Shape input;
  private final Settings settings;
  private final boolean bidirectional;
  private final double dropout;

  private DeepSpeech2(Shape input, Settings settings, boolean bidirectional, double dropout) {
    this.input = input;
    this.settings = settings;
    this.bidirectional = bidirectional;
    this.dropout = dropout;
  }

  /**
   * The paper's network, with five bidirectional simple recurrent layers of 800 units.
   *
   * @param features [T, F], such as 161 frequencies of a spectrogram
   */
  public static DeepSpeech2 of(Shape features) {
    Settings paper = new Settings(32, new Window(11, 41), new Window(11, 21), 5, 800, false);
    return new DeepSpeech2(checked(features), paper, true, 0);
  }

  /**
   * A small network for a few words: 16 filters of 11×11, three bidirectional GRU layers of 128
   * units.
   *
   * @param features [T, F], such as 40 mel frequencies
   */
  public static DeepSpeech2 small(Shape features) {
    Settings small = new Settings(16, new Window(11, 11), new Window(11, 11), 3, 128, true);
    return new DeepSpeech2(checked(features), small, true, 0);
  }

  private static Shape checked(Shape features) {
    Check.argument(
        features.rank() == 2,
        "features of Deep Speech 2",
        "[T, F]",
        features,
        "give frames × frequencies");
    return features;
  }

  /** Both sizes. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    private static final String SOURCE = "Amodei et al. 2016";

    @Override
    public List<NamedModel> models() {
      return List.of(
          new NamedModel(
              "deepspeech2", SOURCE, Shape.of(400, 161), 29, (in, n) -> of(in).network(n)),
          new NamedModel(
              "deepspeech2_small", SOURCE, Shape.of(400, 40), 28, (in, n) -> small(in).network(n)));
    }
  }

  private DeepSpeech2 with(Settings changed) {
    return new DeepSpeech2(input, changed, bidirectional, dropout);
  }

  /** Sets the number of recurrent layers; 3 to 7 in the paper. */
  public DeepSpeech2 recurrentLayers(int layers) {
    Settings s = settings;
    return with(
        new Settings(
            s.filters,
            s.first,
            s.second,
            Check.positive("recurrent layers", layers),
            s.hidden,
            s.gated));
  }

  /** Sets the number of units of each direction of a recurrent layer. */
  public DeepSpeech2 hidden(int units) {
    Settings s = settings;
    return with(
        new Settings(
            s.filters, s.first, s.second, s.layers, Check.positive("units", units), s.gated));
  }

  /** Chooses GRU layers or simple recurrent layers with a clipped ReLU. */
  public DeepSpeech2 gated(boolean gated) {
    Settings s = settings;
    return with(new Settings(s.filters, s.first, s.second, s.layers, s.hidden, gated));
  }

  /**
   * Uses the forward direction only, with a row convolution over the next 20 steps in place of the
   * backward direction, for recognition while someone speaks.
   */
  public DeepSpeech2 forwardOnly() {
    return new DeepSpeech2(input, settings, false, dropout);
  }

  /**
   * Sets the rate of dropout before each recurrent layer, of the same units at all steps; 0 by
   * default.
   */
  public DeepSpeech2 dropout(double rate) {
    return new DeepSpeech2(input, settings, bidirectional, Check.fraction("dropout", rate));
  }

  /** The pruning in the DSD paper: of the recurrent and dense layers, not the convolutions. */
  public static Pruning pruning() {
    return Pruning.layerwise().exclude("conv2");
  }

  /** The network, from features [T, F] to logits [T / 2, symbols], including the blank. */
  public NetworkBuilder network(int symbols) {
    NetworkBuilder net = Network.builder(input).add("channel", new AddChannel());
    convolution(net, 1, settings.first, 2);
    convolution(net, 2, settings.second, 1);
    net.add("steps", new FlattenSteps());
    for (int i = 1; i <= settings.layers; i++) {
      recurrent(net, i);
    }
    if (!bidirectional) {
      net.add("lookahead", new RowConvolution(LOOKAHEAD));
    }
    return net.add("bn_fc", new BatchNorm()).add("fc", new Dense(symbols));
  }

  private void convolution(NetworkBuilder net, int number, Window window, int timeStride) {
    Conv2d convolution =
        new Conv2d(settings.filters, window.time, window.frequency)
            .stride(timeStride, 2)
            .padding(window.time / 2, window.frequency / 2)
            .withoutBias();
    net.add("conv" + number, convolution)
        .add("bn_conv" + number, new BatchNorm())
        // Keeps the zeros beyond a sequence's length, which the next window reads.
        .add("clip" + number, Activate.clippedRelu(CLIP));
  }

  private void recurrent(NetworkBuilder net, int number) {
    if (number > 1) {
      net.add("bn_rnn" + number, new BatchNorm());
    }
    if (dropout > 0) {
      net.add("dropout" + number, new Dropout(dropout).sameForAllSteps());
    }
    if (settings.gated) {
      Gru gru = new Gru(settings.hidden);
      net.add("rnn" + number, bidirectional ? gru.bidirectional() : gru);
    } else {
      Rnn rnn = new Rnn(settings.hidden).clippedRelu(CLIP);
      net.add("rnn" + number, bidirectional ? rnn.bidirectional() : rnn);
    }
  }
}
