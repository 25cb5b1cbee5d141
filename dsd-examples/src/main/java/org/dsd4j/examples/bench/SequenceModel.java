package org.dsd4j.examples.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.tensor.Shape;

/**
 * Sequence networks for timing: two recurrent layers of 512 units on 512 features, and logits of
 * 1000 classes at each step.
 */
final class SequenceModel {
  /** The number of classes of each step. */
  static final int CLASSES = 1000;

  private static final int WIDTH = 512;
  private static final int LAYERS = 2;
  private static final Map<String, Supplier<Layer>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "lstm", () -> new Lstm(WIDTH).layers(LAYERS),
              "gru", () -> new Gru(WIDTH).layers(LAYERS),
              "bilstm", () -> new Lstm(WIDTH).layers(LAYERS).bidirectional()));

  private SequenceModel() {}

  static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** The network of this name, one of {@link #names}, for sequences of this many steps. */
  static NetworkBuilder network(String name, int steps) {
    Supplier<Layer> layers = BY_NAME.get(name);
    if (layers == null) {
      throw new IllegalArgumentException(name);
    }
    return Network.builder(Shape.of(steps, WIDTH))
        .add("recurrent", layers.get())
        .add("classes", new Dense(CLASSES));
  }
}
