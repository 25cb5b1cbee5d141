package org.dsd4j.data;

import java.util.Map;
import org.dsd4j.tensor.Shape;

/**
 * A data set whose samples have several inputs or targets, each with its own name, shape, type and
 * lengths: {@link #spec()} describes them, {@link #sample} and {@link #targets(int)} read them. For
 * samples in memory, use {@link ListDataset}.
 *
 * <p>{@link #featureShape()}, {@link #targetShape()} and {@link #target(int)} are those of the only
 * input or target, and throw if there are several.
 */
public interface NamedDataset extends Dataset {
  @Override
  SampleSpec spec();

  @Override
  Map<String, Values> targets(int index);

  @Override
  default Shape featureShape() {
    return spec().featureShape();
  }

  @Override
  default Shape targetShape() {
    return spec().targetShape();
  }

  @Override
  default Values target(int index) {
    return Named.only(targets(index), "target of " + name(), "take targets(index)");
  }

  @Override
  default boolean hasLengths() {
    return spec().hasLengths();
  }

  /**
   * The number of steps of the first input that is a sequence; see {@link #length(int, String)}.
   */
  @Override
  default int length(int index) {
    return spec().inputs().entrySet().stream()
        .filter(input -> input.getValue().isSequence())
        .findFirst()
        .map(input -> length(index, input.getKey()))
        .orElse(1);
  }

  /** Reads the whole sample; override it if that is expensive. */
  @Override
  default int length(int index, String input) {
    ValuesSpec spec = Named.of(spec().inputs(), "input of " + name(), input);
    Shape shape = spec.isSequence() ? sample(index).input(input).shape() : spec.shape();
    return shape.extent(0);
  }
}
