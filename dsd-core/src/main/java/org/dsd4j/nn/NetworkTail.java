package org.dsd4j.nn;

import java.util.List;
import java.util.Optional;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.spec.Mode;

/**
 * A layer and all that depends on it, computed in inference from the values that these read of the
 * rest of the network. Whoever changes the weights of one layer many times computes the rest once.
 *
 * @hidden
 */
@Internal
public final class NetworkTail {
  private final Computations computations;
  private final NetworkGraph before;
  private final NetworkGraph tail;

  private NetworkTail(Computations computations, NetworkGraph before, NetworkGraph tail) {
    this.computations = computations;
    this.before = before;
    this.tail = tail;
  }

  /**
   * What changes with the parameters of this layer; empty if nothing is computed before it, or an
   * output does not depend on it.
   */
  public static Optional<NetworkTail> of(Network network, String layer) {
    NetworkGraph whole = network.graph();
    NetworkGraph tail = whole.dependingOn(layer);
    List<String> computed =
        tail.inputs().keySet().stream().filter(name -> !whole.inputs().containsKey(name)).toList();
    return computed.isEmpty() || !tail.outputs().equals(whole.outputs())
        ? Optional.empty()
        : Optional.of(new NetworkTail(network.computations, whole.upTo(computed), tail));
  }

  /** Starts the computation of what the tail reads and is no input of the network: its outputs. */
  public NetworkPass beginBefore(int batchSize) {
    return computations.begin(before, Mode.INFERENCE, batchSize);
  }

  /**
   * Starts a computation of the network's outputs, whose inputs have the names of inputs and layers
   * of the network.
   */
  public NetworkPass begin(int batchSize) {
    return computations.begin(tail, Mode.INFERENCE, batchSize);
  }
}
