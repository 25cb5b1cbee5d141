package org.dsd4j.sensitivity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Values;
import org.dsd4j.evaluate.Passes;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.NetworkTail;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A batch with what a network computes of it before the layer whose weights then change. */
final class ScannedBatch implements AutoCloseable {
  private final Network network;
  private final Optional<NetworkTail> tail;
  private final Batch batch;
  private final Map<String, INDArray> before = new LinkedHashMap<>();

  /**
   * Computes that.
   *
   * @param tail what changes with the layer; empty if the whole network is to be computed
   */
  ScannedBatch(Network network, Optional<NetworkTail> tail, Batch batch) {
    this.network = network;
    this.tail = tail;
    this.batch = batch;
    tail.ifPresent(this::computeBefore);
  }

  private void computeBefore(NetworkTail changing) {
    NetworkPass pass = Passes.setInputs(network, changing.beginBefore(batch.size()), batch);
    pass.forward(Seed.of(0));
    pass.outputNames().forEach(name -> before.put(name, pass.output(name).toArray()));
  }

  /** Computes the outputs with the weights as they are. */
  NetworkPass forward() {
    NetworkPass pass =
        tail.map(this::begin).orElseGet(() -> Passes.begin(network, Mode.INFERENCE, batch));
    return pass.forward(Seed.of(0));
  }

  private NetworkPass begin(NetworkTail changing) {
    NetworkPass pass = changing.begin(batch.size());
    for (int i = 0; i < pass.inputNames().size(); i++) {
      String name = pass.inputNames().get(i);
      if (before.containsKey(name)) {
        pass.setInput(i, Objects.requireNonNull(before.get(name)));
      } else {
        Values input = Passes.input(network, name, batch).values();
        pass.setInput(i, input.shape(), input.array());
      }
    }
    return pass;
  }

  @Override
  public void close() {
    before.values().forEach(INDArray::close);
  }
}
