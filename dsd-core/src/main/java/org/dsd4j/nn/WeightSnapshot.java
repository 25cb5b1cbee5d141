package org.dsd4j.nn;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Hold;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A copy of a network's parameters and statistics at one moment. Its memory lies outside of the
 * heap; {@link #close()} releases it at once, the garbage collector at some later time. Arrays that
 * were requested are released by the collector alone, once they are unreachable.
 */
public final class WeightSnapshot implements AutoCloseable {
  private final Map<String, INDArray> arrays;
  private final Set<String> lent;
  private final Hold hold;

  private WeightSnapshot(Map<String, INDArray> arrays, Set<String> lent, Hold hold) {
    this.arrays = arrays;
    this.lent = lent;
    this.hold = hold;
  }

  /** A snapshot that takes ownership of these arrays by name, in the network's order. */
  public static WeightSnapshot of(Map<String, INDArray> arrays) {
    return new WeightSnapshot(
        Collections.unmodifiableMap(new LinkedHashMap<>(arrays)),
        ConcurrentHashMap.newKeySet(),
        Hold.first());
  }

  /**
   * Copies these parameters and statistics, in their order.
   *
   * @param spare is closed; the copies take its memory as far as that fits
   */
  static WeightSnapshot of(Collection<Parameter> parameters, WeightSnapshot spare) {
    Map<String, INDArray> memory = new HashMap<>(spare.release());
    Map<String, INDArray> copies = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      copies.put(name, parameter.value().toArray(memory.remove(name)));
    }
    memory.values().forEach(INDArray::close);
    return of(copies);
  }

  /**
   * Sets these parameters and statistics to the copies.
   *
   * @throws IllegalArgumentException if names or shapes differ; then nothing is changed
   */
  void copyTo(Map<String, Parameter> parameters) {
    checkOpen("restore them");
    Check.argument(
        names().equals(List.copyOf(parameters.keySet())),
        "snapshot",
        parameters.keySet(),
        names(),
        "restore a snapshot of the same network");
    for (Parameter parameter : parameters.values()) {
      Shape copied = Shape.of(ofOpen(parameter.name()).shape());
      Check.argument(
          copied.equals(parameter.value().shape()),
          "snapshot of " + parameter.name(),
          parameter.value().shape(),
          copied,
          "restore a snapshot of the same network");
    }
    parameters.forEach((name, parameter) -> parameter.value().set(ofOpen(name)));
  }

  /**
   * The same copy for another owner, such as a thread that writes it: its memory is released when
   * both are closed.
   *
   * @throws IllegalStateException if this one was closed
   */
  public WeightSnapshot share() {
    checkOpen("share it");
    return new WeightSnapshot(arrays, lent, hold.another());
  }

  private void checkOpen(String what) {
    if (hold.isOver()) {
      throw new IllegalStateException(
          "these weights were given back when the snapshot or the result that held them was closed;"
              + " %s before".formatted(what));
    }
  }

  /** The names that snapshots of a network have, in its order. */
  public static List<String> namesOf(Network network) {
    return network.weights().stream().map(Parameter::name).toList();
  }

  /** The names, in the network's order. */
  public List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  /**
   * The copy of one parameter or statistic; must not be written. It and its views stay valid after
   * the snapshot was closed.
   *
   * @throws IllegalStateException if this was closed
   * @throws IllegalArgumentException if there is none of this name
   */
  public INDArray array(String name) {
    checkOpen("read them");
    INDArray array = ofOpen(name);
    lent.add(name);
    return array;
  }

  /**
   * All copies by name; see {@link #array}.
   *
   * @throws IllegalStateException if this was closed
   */
  public Map<String, INDArray> arrays() {
    Map<String, INDArray> all = uncheckedArrays();
    lent.addAll(all.keySet());
    return all;
  }

  /**
   * All copies by name, for code that closes this snapshot after use, such as the writer of a
   * checkpoint. Unlike those of {@link #arrays()}, the arrays and their views must not be read
   * after closing, since the memory is reused; this is not checked.
   *
   * @throws IllegalStateException if this was closed
   */
  public Map<String, INDArray> uncheckedArrays() {
    checkOpen("read them");
    return arrays;
  }

  private INDArray ofOpen(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          Check.message("weights", "one of " + names(), name, "check the spelling"));
    }
    return array;
  }

  /** A SHA-256 in hexadecimal of all names and values: equal bits give equal results. */
  public String sha256() {
    checkOpen("take their hash");
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    arrays.forEach(
        (name, array) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(array.data().asBytes());
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Closes this snapshot without releasing its memory, if it has no other owner.
   *
   * @return the arrays that were not requested, by name, which the caller then owns; empty if the
   *     snapshot has another owner
   */
  Map<String, INDArray> release() {
    if (!hold.letGo()) {
      return Map.of();
    }
    Map<String, INDArray> released = new HashMap<>(arrays);
    released.keySet().removeAll(lent);
    return released;
  }

  @Override
  public void close() {
    for (INDArray array : release().values()) {
      if (!array.wasClosed()) {
        array.close();
      }
    }
  }

  /** For example {@code weights of 10 tensors}. */
  @Override
  public String toString() {
    return "weights of " + Numerals.counted(names().size(), "tensor");
  }
}
