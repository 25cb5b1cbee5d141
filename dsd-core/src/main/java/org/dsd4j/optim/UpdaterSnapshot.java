package org.dsd4j.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A copy of an updater's state at one moment. Closing it gives its memory back at once. */
public final class UpdaterSnapshot implements AutoCloseable {
  private final long steps;
  private final Map<String, Map<String, INDArray>> arrays;

  private UpdaterSnapshot(long steps, Map<String, Map<String, INDArray>> arrays) {
    this.steps = steps;
    this.arrays = arrays;
  }

  static UpdaterSnapshot of(long steps, Map<String, Map<String, Tensor>> state) {
    Map<String, Map<String, INDArray>> copies = new LinkedHashMap<>();
    state.forEach(
        (parameter, tensors) -> {
          Map<String, INDArray> copy = new LinkedHashMap<>();
          tensors.forEach((name, tensor) -> copy.put(name, tensor.toArray()));
          copies.put(parameter, copy);
        });
    return new UpdaterSnapshot(steps, copies);
  }

  /** How many steps had been taken. */
  public long steps() {
    return steps;
  }

  void copyInto(Map<String, Map<String, Tensor>> state) {
    Check.argument(
        arrays.keySet().equals(state.keySet()),
        "optimizer state",
        "that of parameters " + state.keySet(),
        arrays.keySet(),
        "restore a snapshot of the same network");
    state.forEach(
        (parameter, tensors) -> {
          Map<String, INDArray> saved = Objects.requireNonNull(arrays.get(parameter));
          Check.argument(
              saved.keySet().equals(tensors.keySet()),
              "optimizer state of " + parameter,
              tensors.keySet(),
              saved.keySet(),
              "restore a snapshot of the same kind of optimizer");
          tensors.forEach((name, tensor) -> tensor.set(Objects.requireNonNull(saved.get(name))));
        });
  }

  @Override
  public void close() {
    for (Map<String, INDArray> copies : arrays.values()) {
      for (INDArray array : copies.values()) {
        if (!array.wasClosed()) {
          array.close();
        }
      }
    }
  }
}
