package org.dsd4j.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * What all samples of a data set have: inputs and targets, each with a name, in an order.
 *
 * <pre>{@code
 * new SampleSpec()
 *     .input("picture", ValuesSpec.of(Shape.of(4096)))
 *     .input("words", ValuesSpec.of(Shape.of(20)).indices(5000).sequence())
 *     .target("next", ValuesSpec.of(Shape.of(20)).indices(5000).sequence().along("words"))
 * }</pre>
 *
 * <p>The first target is the main one: {@link Dataset#split} and {@link Dataset#drawn} keep its
 * classes together, where it is one of classes. Immutable.
 */
public final class SampleSpec {
  private final Map<String, ValuesSpec> inputs;
  private final Map<String, ValuesSpec> targets;

  /** Of no input and no target yet. */
  public SampleSpec() {
    this(Map.of(), Map.of());
  }

  private SampleSpec(Map<String, ValuesSpec> inputs, Map<String, ValuesSpec> targets) {
    this.inputs = Collections.unmodifiableMap(inputs);
    this.targets = Collections.unmodifiableMap(targets);
  }

  /** The same with a further input; the network's input of this name reads it. */
  public SampleSpec input(String name, ValuesSpec spec) {
    Check.once("input '" + name + "'", inputs.get(name), spec);
    return new SampleSpec(Named.with(inputs, name, spec), targets);
  }

  /**
   * The same with a further target; the loss of the network's output of this name reads it.
   *
   * @param name the name; {@link Sample#TARGET} for one alone, which every loss reads
   * @throws IllegalArgumentException if it goes along an input that is none, or no sequence
   */
  public SampleSpec target(String name, ValuesSpec spec) {
    Check.once("target '" + name + "'", targets.get(name), spec);
    spec.along().ifPresent(input -> checkAlong(name, input));
    return new SampleSpec(inputs, Named.with(targets, name, spec));
  }

  private void checkAlong(String target, String input) {
    ValuesSpec followed = inputs.get(input);
    Check.argument(
        followed != null && followed.isSequence(),
        "input that target '" + target + "' goes along",
        "a sequence of " + inputs,
        input,
        "add it first, as a sequence");
  }

  /** The inputs by name, in order. */
  public Map<String, ValuesSpec> inputs() {
    return inputs;
  }

  /** The targets by name, in order; the first is the main one. */
  public Map<String, ValuesSpec> targets() {
    return targets;
  }

  /**
   * The shape of the only input; of sequences that of the longest.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Shape featureShape() {
    return Named.only(inputs, "shape of the features", "look at inputs()").shape();
  }

  /**
   * The shape of the only target; of sequences that of the longest.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Shape targetShape() {
    return Named.only(targets, "shape of the target", "look at targets()").shape();
  }

  /** The name of the main target. */
  public String mainTarget() {
    return targets.keySet().iterator().next();
  }

  /** Whether an input is a sequence of different lengths. */
  public boolean hasLengths() {
    return inputs.values().stream().anyMatch(ValuesSpec::isSequence);
  }

  /**
   * Fails unless there is something to learn from.
   *
   * @throws IllegalArgumentException if there is no input or no target
   */
  public SampleSpec checked(String dataset) {
    Check.argument(!inputs.isEmpty(), dataset, "at least one input", "none", "add an input");
    Check.argument(!targets.isEmpty(), dataset, "at least one target", "none", "add a target");
    return this;
  }

  /**
   * Fails unless a sample is such as this says.
   *
   * @param place which sample it is, for the message, such as {@code sample 7 of captions}
   * @throws ShapeException if a shape or length is another
   * @throws IllegalArgumentException if there are other inputs or targets, or a value is not finite
   *     or no index where it should be
   */
  public void check(String place, Sample sample) {
    checkNames("inputs of " + place, inputs, sample.inputs());
    checkNames("targets of " + place, targets, sample.targets());
    inputs.forEach(
        (name, spec) -> spec.check(() -> inputWords(name) + " of " + place, sample.input(name)));
    targets.forEach(
        (name, spec) -> {
          spec.check(() -> targetWords(name) + " of " + place, sample.target(name));
          spec.along().ifPresent(input -> checkSteps(place, name, input, sample));
        });
  }

  private static void checkNames(
      String what, Map<String, ValuesSpec> expected, Map<String, Values> received) {
    if (!received.keySet().equals(expected.keySet())) {
      throw new IllegalArgumentException(
          Check.message(
              what,
              expected.keySet(),
              new TreeSet<>(received.keySet()),
              "give every sample the same ones"));
    }
  }

  /**
   * How messages call an input.
   *
   * @hidden
   */
  @Internal
  public static String inputWords(String name) {
    return name.equals(Sample.FEATURES) ? name : "input '" + name + "'";
  }

  private static String targetWords(String name) {
    return name.equals(Sample.TARGET) ? name : "target '" + name + "'";
  }

  /** A target may end before its input does: the loader puts none behind it. */
  private void checkSteps(String place, String name, String input, Sample sample) {
    int steps = sample.input(input).shape().extent(0);
    int most = steps + stepsBeyond(name, input);
    if (sample.target(name).shape().extent(0) > most) {
      throw new ShapeException(
          targetWords(name) + " of " + place,
          "at most " + most + " steps, as there are " + steps + " of " + inputWords(input),
          sample.target(name).shape(),
          "leave out what belongs to no step");
    }
  }

  /**
   * How many steps a target has more than the input that it goes along.
   *
   * @hidden
   */
  @Internal
  public int stepsBeyond(String target, String input) {
    return Named.of(targets, "target", target).shape().extent(0)
        - Named.of(inputs, "input", input).shape().extent(0);
  }

  /**
   * What a transform makes of it, seen by what it makes of one sample. Inputs and targets that are
   * new come last, by the alphabet.
   *
   * @hidden
   */
  @Internal
  public SampleSpec after(Sample before, Sample after) {
    return new SampleSpec(
        after(inputs, before.inputs(), after.inputs()),
        after(targets, before.targets(), after.targets()));
  }

  private static Map<String, ValuesSpec> after(
      Map<String, ValuesSpec> specs, Map<String, Values> before, Map<String, Values> after) {
    Map<String, ValuesSpec> changed = new LinkedHashMap<>();
    specs.forEach(
        (name, spec) -> {
          Values values = after.get(name);
          if (values != null) {
            Values unchanged = before.getOrDefault(name, values);
            changed.put(name, spec.after(unchanged.shape(), values.shape()));
          }
        });
    for (String name : new TreeSet<>(after.keySet())) {
      changed.computeIfAbsent(
          name, added -> ValuesSpec.of(Named.of(after, "values of a sample", added).shape()));
    }
    return changed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleSpec spec
        && inputs.equals(spec.inputs)
        && targets.equals(spec.targets);
  }

  @Override
  public int hashCode() {
    return 31 * inputs.hashCode() + targets.hashCode();
  }

  @Override
  public String toString() {
    return "inputs " + inputs + ", targets " + targets;
  }
}
