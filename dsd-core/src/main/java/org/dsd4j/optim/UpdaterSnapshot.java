package org.dsd4j.optim;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Hold;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A copy of an updater's state at one moment. It holds memory outside of the heap, which {@link
 * #close()} releases at once unless it is {@linkplain #share() shared}.
 */
public final class UpdaterSnapshot implements AutoCloseable {
  private final long steps;
  private final Set<String> parameters;
  private final List<String> stateNames;
  private final Map<String, Map<String, INDArray>> arrays;
  private final Hold hold;

  private UpdaterSnapshot(
      long steps,
      Set<String> parameters,
      List<String> stateNames,
      Map<String, Map<String, INDArray>> arrays,
      Hold hold) {
    this.steps = steps;
    this.parameters = Set.copyOf(parameters);
    this.stateNames = stateNames;
    this.arrays = arrays;
    this.hold = hold;
  }

  /**
   * A snapshot that takes ownership of these arrays.
   *
   * @param steps the number of steps taken
   * @param parameters all parameters of the network
   * @param stateNames the optimizer's names of its arrays
   * @param arrays the arrays the arrays by parameter and then by the optimizer's name; empty for a
   *     parameter that has never been trained
   */
  public static UpdaterSnapshot of(
      long steps,
      Set<String> parameters,
      List<String> stateNames,
      Map<String, Map<String, INDArray>> arrays) {
    return new UpdaterSnapshot(
        steps,
        parameters,
        stateNames,
        Collections.unmodifiableMap(new LinkedHashMap<>(arrays)),
        Hold.first());
  }

  /** A snapshot without arrays, and so without memory to reuse. */
  static UpdaterSnapshot empty() {
    return of(0, Set.of(), List.of(), Map.of());
  }

  /**
   * The same copy for another holder, such as a thread that writes it: its memory is given back
   * when both are closed.
   *
   * @throws IllegalStateException if this one was closed
   */
  public UpdaterSnapshot share() {
    checkOpen("share");
    return new UpdaterSnapshot(steps, parameters, stateNames, arrays, hold.another());
  }

  /**
   * Copies an updater's arrays.
   *
   * @param state by parameter and then by the optimizer's name
   * @param memory arrays with the same names to write into; those that do not fit are closed
   */
  static Map<String, Map<String, INDArray>> copies(
      Map<String, Map<String, Tensor>> state, Map<String, Map<String, INDArray>> memory) {
    Map<String, Map<String, INDArray>> spare = new HashMap<>(memory);
    Map<String, Map<String, INDArray>> copies = new LinkedHashMap<>();
    state.forEach(
        (parameter, tensors) -> {
          Map<String, INDArray> arrays = new HashMap<>(spare.getOrDefault(parameter, Map.of()));
          Map<String, INDArray> copy = new LinkedHashMap<>();
          tensors.forEach((name, tensor) -> copy.put(name, tensor.toArray(arrays.remove(name))));
          copies.put(parameter, copy);
          spare.put(parameter, arrays);
        });
    spare.values().forEach(arrays -> arrays.values().forEach(INDArray::close));
    return copies;
  }

  /** The number of steps taken. */
  public long steps() {
    return steps;
  }

  /**
   * Copies of the arrays, owned by the caller, by parameter and then by the optimizer's name; empty
   * for a parameter that has never been trained.
   *
   * @throws IllegalStateException if this was closed
   */
  public Map<String, Map<String, INDArray>> arrays() {
    Map<String, Map<String, INDArray>> copies = new LinkedHashMap<>();
    uncheckedArrays()
        .forEach(
            (parameter, state) -> {
              Map<String, INDArray> copy = new LinkedHashMap<>();
              state.forEach((name, array) -> copy.put(name, array.dup()));
              copies.put(parameter, copy);
            });
    return copies;
  }

  /**
   * The arrays themselves, for code that closes this snapshot after use, such as the writer of a
   * checkpoint. The memory is reused after closing: the arrays and their views must not be read
   * then, which is not checked. {@link #arrays()} has no such limit.
   *
   * @throws IllegalStateException if this was closed
   */
  public Map<String, Map<String, INDArray>> uncheckedArrays() {
    checkOpen("read");
    return arrays;
  }

  /** The copies of a parameter's state arrays, by name; empty if it has never been trained. */
  Map<String, INDArray> arrays(String parameter) {
    return arrays.getOrDefault(parameter, Map.of());
  }

  private void checkOpen(String what) {
    if (hold.isOver()) {
      throw new IllegalStateException(
          "this optimizer state was given back when its snapshot was closed; %s it before"
              .formatted(what));
    }
  }

  /**
   * Throws unless this is the state of these parameters in an optimizer with these state arrays.
   *
   * @throws IllegalStateException if this was closed
   */
  void check(Set<String> expectedParameters, List<String> expectedStateNames) {
    checkOpen("restore");
    Check.argument(
        parameters.equals(expectedParameters),
        "optimizer state",
        "that of parameters " + expectedParameters,
        parameters,
        "restore a snapshot of the same network");
    Check.argument(
        stateNames.equals(expectedStateNames),
        "optimizer state",
        expectedStateNames,
        stateNames,
        "restore a snapshot of the same kind of optimizer");
  }

  /**
   * Closes this snapshot without releasing its memory, if it has no other owner.
   *
   * @return the arrays, which the caller then owns; empty if they have another owner
   */
  Map<String, Map<String, INDArray>> release() {
    return hold.letGo() ? arrays : Map.of();
  }

  @Override
  public void close() {
    for (Map<String, INDArray> copies : release().values()) {
      for (INDArray array : copies.values()) {
        if (!array.wasClosed()) {
          array.close();
        }
      }
    }
  }
}
