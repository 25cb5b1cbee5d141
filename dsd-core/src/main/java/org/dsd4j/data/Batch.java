package org.dsd4j.data;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Lengths;

/**
 * Several samples, stacked: inputs [N, ...] and targets [N, ...], by their names in each {@link
 * Sample}.
 *
 * @param inputs the inputs by name
 * @param targetsByName the answers by name; class numbers have shape [N]
 * @param size N
 */
public record Batch(Map<String, Input> inputs, Map<String, Values> targetsByName, int size) {
  /** Copies the maps. */
  public Batch {
    inputs = Named.copy(inputs);
    targetsByName = Named.copy(targetsByName);
  }

  /**
   * One input of several samples.
   *
   * @param values [N, ...]
   * @param lengths the numbers of real steps, for padded sequences
   * @param indices the number of possible indices, if elements are indices
   */
  public record Input(Values values, Lengths lengths, OptionalInt indices) {
    /** A copy with other values. */
    public Input withValues(Values changed) {
      return new Input(changed, lengths, indices);
    }

    /** The values, and the lengths of padded sequences. */
    @Override
    public String toString() {
      return lengths.isWhole() ? values.toString() : values + " of lengths " + lengths;
    }
  }

  /** A batch of one input and one target, without padding. */
  public Batch(Values features, Values targets, int size) {
    this(features, targets, size, Lengths.whole());
  }

  /** A batch of one input and one target. */
  public Batch(Values features, Values targets, int size, Lengths lengths) {
    this(
        Map.of(Sample.FEATURES, new Input(features, lengths, OptionalInt.empty())),
        Map.of(Sample.TARGET, targets),
        size);
  }

  /**
   * The only input, [N, ...].
   *
   * @throws IllegalArgumentException if there are several
   */
  public Values features() {
    return onlyInput().values();
  }

  /**
   * The number of real steps of each sample of the only input.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Lengths lengths() {
    return onlyInput().lengths();
  }

  private Input onlyInput() {
    return Named.only(inputs, "features of a batch", "take input(name)");
  }

  /**
   * The only target, [N, ...]; class numbers are [N].
   *
   * @throws IllegalArgumentException if there are several
   */
  public Values targets() {
    return Named.only(targetsByName, "targets of a batch", "take targets(name)");
  }

  /**
   * The input of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Input input(String name) {
    return Named.of(inputs, "input of a batch", name);
  }

  /**
   * The target of this name, [N, ...]; class numbers are [N].
   *
   * @throws IllegalArgumentException if there is none
   */
  public Values targets(String name) {
    return Named.of(targetsByName, "targets of a batch", name);
  }

  /** This batch with other values of an input, of the same shape and lengths. */
  public Batch withInput(String name, Values values) {
    return new Batch(Named.with(inputs, name, input(name).withValues(values)), targetsByName, size);
  }

  /** This batch with the targets of this name changed or added. */
  public Batch withTargets(String name, Values values) {
    return new Batch(inputs, Named.with(targetsByName, name, values), size);
  }

  /** Inputs and targets by name, with the first elements of each. */
  @Override
  public String toString() {
    return Numerals.counted(size, "sample")
        + ", inputs "
        + new TreeMap<>(inputs)
        + ", targets "
        + new TreeMap<>(targetsByName);
  }
}
