package org.dsd4j.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dsd4j.internal.Check;

/**
 * One example: the inputs of the network and the expected outputs. Most samples have one input and
 * one target:
 *
 * <pre>{@code
 * new Sample(image, Values.label(7))
 * }</pre>
 *
 * Others have several, each with a name that assigns it to an input or output of the network:
 *
 * <pre>{@code
 * new Sample(Map.of("picture", picture, "words", words), Map.of("kind", kind, "price", price))
 * }</pre>
 *
 * @param inputs the inputs by name, at least one
 * @param targets the expected outputs by name, at least one
 */
public record Sample(Map<String, Values> inputs, Map<String, Values> targets) {
  /** The name of a single input without a given name. */
  public static final String FEATURES = "features";

  /** The name of a single target without a given name, which is the target of every output. */
  public static final String TARGET = "target";

  /** Copies the maps. */
  public Sample {
    inputs = Named.copy(inputs);
    targets = Named.copy(targets);
    Check.argument(!inputs.isEmpty(), "sample", "at least one input", "none", "add an input");
    Check.argument(!targets.isEmpty(), "sample", "at least one target", "none", "add a target");
  }

  /**
   * A sample of one input and one target.
   *
   * @param features the input, such as an image [H, W, C]
   * @param target the expected output, such as a class number of shape [1]
   */
  public Sample(Values features, Values target) {
    this(Map.of(FEATURES, features), Map.of(TARGET, target));
  }

  /** A sample of several inputs and one target. */
  public Sample(Map<String, Values> inputs, Values target) {
    this(inputs, Map.of(TARGET, target));
  }

  /**
   * The only input.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Values features() {
    return Named.only(
        inputs, "features of a sample", "take input(name), or change one by Transform.on(name)");
  }

  /**
   * The only target.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Values target() {
    return Named.only(targets, "target of a sample", "take target(name)");
  }

  /**
   * The input of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Values input(String name) {
    return Named.of(inputs, "input of a sample", name);
  }

  /**
   * The target of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Values target(String name) {
    return Named.of(targets, "target of a sample", name);
  }

  /**
   * A copy with another value of the only input.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Sample withFeatures(Values changed) {
    features();
    return withInput(inputs.keySet().iterator().next(), changed);
  }

  /** This sample with the input of this name changed or added. */
  public Sample withInput(String name, Values values) {
    return new Sample(Named.with(inputs, name, values), targets);
  }

  /** This sample with the target of this name changed or added. */
  public Sample withTarget(String name, Values values) {
    return new Sample(inputs, Named.with(targets, name, values));
  }

  /**
   * A copy with only these inputs.
   *
   * @throws IllegalArgumentException if one of them does not exist
   */
  public Sample keepingInputs(String... names) {
    Map<String, Values> kept = new LinkedHashMap<>();
    List.of(names).forEach(name -> kept.put(name, input(name)));
    return new Sample(kept, targets);
  }

  /** Inputs and targets by name, with the first elements of each. */
  @Override
  public String toString() {
    return "inputs " + new TreeMap<>(inputs) + ", targets " + new TreeMap<>(targets);
  }
}
