package org.dsd4j.evaluate;

import java.util.HashMap;
import java.util.Map;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * Tensors of targets, one for each target and batch size; there are few.
 *
 * @hidden
 */
@Internal
public final class TargetTensors implements AutoCloseable {
  private final Network network;
  private final Map<Place, Tensor> tensors = new HashMap<>();

  private record Place(String target, Shape shape) {}

  public TargetTensors(Network network) {
    this.network = network;
  }

  /** The targets of a batch, valid until the next batch comes. */
  public OfBatch of(Batch batch) {
    return new OfBatch(batch);
  }

  /** The targets of one batch. */
  public final class OfBatch {
    private final Batch batch;
    private final Map<String, Tensor> set = new HashMap<>();

    private OfBatch(Batch batch) {
      this.batch = batch;
    }

    /** The target that an output is compared with. */
    public Tensor of(Matching.Compared compared) {
      return set.computeIfAbsent(compared.targetIn(batch.targetsByName().keySet()), this::tensor);
    }

    private Tensor tensor(String target) {
      Values values = batch.targets(target);
      Tensor tensor =
          tensors.computeIfAbsent(
              new Place(target, values.shape()),
              place -> network.kernels().memory().allocate(network.elementType(), place.shape()));
      tensor.set(values.array());
      return tensor;
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(network.kernels().memory()::release);
    tensors.clear();
  }
}
