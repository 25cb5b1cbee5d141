package org.dsd4j.data.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.tensor.Shape;

/**
 * Stacks the samples of a batch, each input and target separately. Sequences are padded with zeros,
 * indices and targets with {@link Dataset#NO_TARGET}.
 */
final class BatchStack {
  private final SampleSpec spec;
  private final int size;
  private final Map<String, ValuesStack> inputs = new LinkedHashMap<>();
  private final Map<String, ValuesStack> targets = new LinkedHashMap<>();

  /**
   * An empty batch.
   *
   * @param spec the description of the samples
   * @param size the number of samples
   * @param arrays the source of arrays for inputs
   */
  BatchStack(SampleSpec spec, int size, SpareArrays arrays) {
    this.spec = spec;
    this.size = size;
    spec.inputs()
        .forEach(
            (name, values) ->
                inputs.put(
                    name, new ValuesStack(values, size, length -> arrays.take(name, length))));
    spec.targets()
        .forEach((name, values) -> targets.put(name, new ValuesStack(values, size, float[]::new)));
  }

  /** Adds the next sample, which must match the spec. */
  void add(Sample sample) {
    inputs.forEach((name, stack) -> stack.add(sample.input(name)));
    targets.forEach((name, stack) -> stack.add(sample.target(name)));
  }

  /** The batch of all samples. */
  Batch batch() {
    Map<String, Batch.Input> stackedInputs = new LinkedHashMap<>();
    Map<String, Integer> steps = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            (name, values) -> {
              ValuesStack stack = stack(inputs, name);
              steps.put(name, values.isSequence() ? stack.steps() : 0);
              stackedInputs.put(name, input(values, stack, steps.getOrDefault(name, 0)));
            });
    Map<String, Values> stackedTargets = new LinkedHashMap<>();
    spec.targets().forEach((name, values) -> stackedTargets.put(name, target(name, values, steps)));
    return new Batch(stackedInputs, stackedTargets, size);
  }

  private static ValuesStack stack(Map<String, ValuesStack> stacks, String name) {
    return Objects.requireNonNull(stacks.get(name), name);
  }

  private Batch.Input input(ValuesSpec values, ValuesStack stack, int steps) {
    float padding = values.indices().isPresent() ? Dataset.NO_TARGET : 0;
    Values stacked =
        new Values(stack.stackedShape(steps).batched(size), stack.array(steps, padding));
    return new Batch.Input(stacked, stack.lengths(), values.indices());
  }

  /** One number for each sample is [N]. */
  private Values target(String name, ValuesSpec values, Map<String, Integer> inputSteps) {
    Optional<String> along = values.along();
    int steps = values.isSequence() ? values.shape().extent(0) : 0;
    if (along.isPresent()) {
      steps = inputSteps.getOrDefault(along.get(), 0) + spec.stepsBeyond(name, along.get());
    }
    ValuesStack stack = stack(targets, name);
    Shape shape = stack.stackedShape(steps);
    return new Values(
        shape.equals(Shape.of(1)) ? Shape.of(size) : shape.batched(size),
        stack.array(steps, Dataset.NO_TARGET));
  }
}
