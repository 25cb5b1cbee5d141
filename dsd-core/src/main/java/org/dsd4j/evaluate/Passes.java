package org.dsd4j.evaluate;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.data.Batch;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Shape;

/**
 * Computations on batches.
 *
 * @hidden
 */
@Internal
public final class Passes {
  private Passes() {}

  /** The outputs for a batch whose first sample has this number in the data set. */
  public static PredictedBatch predicted(int first, Batch batch, NetworkPass pass) {
    return new PredictedBatch(first, batch, pass, Optional.empty());
  }

  /** Begins a computation and sets its inputs. */
  public static NetworkPass begin(Network network, Mode mode, Batch batch) {
    Shape[] shapes =
        network.inputShapes().keySet().stream()
            .map(name -> input(network, name, batch).values().shape())
            .toArray(Shape[]::new);
    return setInputs(network, network.begin(mode, shapes), batch);
  }

  /** Sets the inputs of a computation, which may be fewer than the network has. */
  public static NetworkPass setInputs(Network network, NetworkPass pass, Batch batch) {
    for (int i = 0; i < pass.inputNames().size(); i++) {
      Batch.Input input = input(network, pass.inputNames().get(i), batch);
      pass.setLengths(i, input.lengths());
      pass.setInput(i, input.values().shape(), input.values().array());
    }
    return pass;
  }

  /** A batch's values for an input of the network. */
  public static Batch.Input input(Network network, String name, Batch batch) {
    Map<String, String> names =
        Matching.inputs(network.inputShapes().keySet(), batch.inputs().keySet());
    return batch.input(Objects.requireNonNull(names.get(name)));
  }
}
