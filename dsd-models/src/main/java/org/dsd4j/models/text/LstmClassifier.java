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
import org.dsd4j.tensor.Shape;

/**
 * An LSTM that classifies texts: from token numbers [T], of different lengths, to logits [classes].
 */
public final class LstmClassifier {
  private static final int VOCABULARY = 10_000;

  private final int steps;
  private final int vocabulary;
  private final int size;
  private final double dropout;

  private LstmClassifier(int steps, int vocabulary, int size, double dropout) {
    this.steps = Check.positive("steps", steps);
    this.vocabulary = Check.positive("vocabulary", vocabulary);
    this.size = Check.positive("size", size);
    this.dropout = Check.fraction("dropout", dropout);
  }

  /** One layer of 128 units, dropout 0.5, for texts of at most {@code steps} tokens. */
  public static LstmClassifier of(int steps, int vocabulary) {
    return new LstmClassifier(steps, vocabulary, 128, 0.5);
  }

  /** The standard model. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return List.of(
          new NamedModel(
              "lstm_classifier",
              "Hochreiter, Schmidhuber 1997",
              Shape.of(200),
              2,
              (in, n) -> of(in.extent(0), VOCABULARY).network(n)));
    }
  }

  /** Sets the number of units of embedding and LSTM. */
  public LstmClassifier size(int units) {
    return new LstmClassifier(steps, vocabulary, units, dropout);
  }

  /** Sets the rate of dropout before the last layer. */
  public LstmClassifier dropout(double rate) {
    return new LstmClassifier(steps, vocabulary, size, rate);
  }

  /** The network, from token numbers [T] to logits [classes]. */
  public NetworkBuilder network(int classes) {
    NetworkBuilder net =
        Network.builder(Shape.of(steps))
            .add("embedding", new Embedding(vocabulary, size))
            .add("lstm", new Lstm(size).lastState());
    if (dropout > 0) {
      net.add("dropout", new Dropout(dropout));
    }
    return net.add("fc", new Dense(classes));
  }
}
