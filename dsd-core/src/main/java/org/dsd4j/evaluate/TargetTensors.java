package org.dsd4j.evaluate;

import java.util.HashMap;
import java.util.Map;
import org.dsd4j.data.Batch;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * One tensor for the targets of each size of batch; there are few.
 *
 * @hidden
 */
@Internal
public final class TargetTensors implements AutoCloseable {
  private final Network network;
  private final Map<Shape, Tensor> tensors = new HashMap<>();

  public TargetTensors(Network network) {
    this.network = network;
  }

  public Tensor of(Batch batch) {
    Tensor tensor =
        tensors.computeIfAbsent(
            batch.targets().shape(),
            shape -> network.kernels().memory().allocate(network.elementType(), shape));
    tensor.set(batch.targets().array());
    return tensor;
  }

  @Override
  public void close() {
    tensors.values().forEach(network.kernels().memory()::release);
    tensors.clear();
  }
}
