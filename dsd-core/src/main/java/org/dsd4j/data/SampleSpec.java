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
 * The description of the samples of a data set: inputs and targets with their names, in order.
 *
 * <pre>{@code
 * new SampleSpec()
 *     .input("picture", ValuesSpec.of(Shape.of(4096)))
 *     .input("words", ValuesSpec.of(Shape.of(20)).indices(5000).sequence())
 *     .target("next", ValuesSpec.of(Shape.of(20)).indices(5000).sequence().along("words"))
 * }</pre>
 *
 * <p>The first target is the main one: {@link Dataset#split} and {@link Dataset#drawn} are
 * stratified by it if it is a class number. Immutable.
 */
public final class SampleSpec {
  private final Map<String, ValuesSpec> inputs;
  private final Map<String, ValuesSpec> targets;

  /** A description without inputs and targets. */
  public SampleSpec() {
    this(Map.of(), Map.of());
  }

  private SampleSpec(Map<String, ValuesSpec> inputs, Map<String, ValuesSpec> targets) {
    this.inputs = Collections.unmodifiableMap(inputs);
    this.targets = Collections.unmodifiableMap(targets);
  }

  /** A copy with a further input, for the network's input of the same name. */
  public SampleSpec input(String name, ValuesSpec spec) {
    Check.once("input '" + name + "'", inputs.get(name), spec);
    return new SampleSpec(Named.with(inputs, name, spec), targets);
  }

  /**
   * A copy with a further target, for the loss of the network's output of the same name.
   *
   * @param name the name; {@link Sample#TARGET} for a single target, which every loss reads
   * @throws IllegalArgumentException if it follows an input that does not exist or is not a
   *     sequence
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
   * Throws unless there are inputs and targets; returns this.
   *
   * @throws IllegalArgumentException if there is no input or no target
   */
  public SampleSpec checked(String dataset) {
    Check.argument(!inputs.isEmpty(), dataset, "at least one input", "none", "add an input");
    Check.argument(!targets.isEmpty(), dataset, "at least one target", "none", "add a target");
    return this;
  }

  /**
   * Throws unless a sample matches this description.
   *
   * @param place the sample's place in messages, such as {@code sample 7 of captions}
   * @throws ShapeException if a shape or length differs
   * @throws IllegalArgumentException if inputs or targets differ, or a value is not finite or not a
   *     valid index
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
   * An input's name in messages.
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

  /** A target may be shorter than its input: the loader pads it. */
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
   * The number of steps that a target has beyond the input that it follows.
   *
   * @hidden
   */
  @Internal
  public int stepsBeyond(String target, String input) {
    return Named.of(targets, "target", target).shape().extent(0)
        - Named.of(inputs, "input", input).shape().extent(0);
  }

  /**
   * The description after a transform, derived from one transformed sample. New inputs and targets
   * are last, in alphabetical order. A target along an input that is gone is along none.
   *
   * @hidden
   */
  @Internal
  public SampleSpec after(Sample before, Sample after) {
    Map<String, ValuesSpec> inputsAfter = after(inputs, before.inputs(), after.inputs());
    Map<String, ValuesSpec> targetsAfter = after(targets, before.targets(), after.targets());
    targetsAfter.replaceAll(
        (name, spec) ->
            spec.along().map(inputsAfter::get).filter(ValuesSpec::isSequence).isPresent()
                ? spec
                : spec.alongNothing());
    return new SampleSpec(inputsAfter, targetsAfter);
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
