package org.dsd4j.data;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * What an input or a target is like in every sample of a data set:
 *
 * <pre>{@code
 * ValuesSpec.of(Shape.of(224, 224, 3))                    // real numbers of one shape
 * ValuesSpec.of(Shape.of(20)).indices(5000).sequence()    // up to 20 of 5000 words
 * }</pre>
 *
 * @param shape the shape; of a sequence [T, ...], T being the most steps
 * @param isSequence whether the first extent may be smaller than T, from sample to sample
 * @param indices how many things there are, where elements are numbers of things, such as words or
 *     classes: then each is a whole number from 0 to that minus 1, or {@link Dataset#NO_TARGET}
 * @param along the name of the input whose steps a target follows in a batch, if any
 */
public record ValuesSpec(
    Shape shape, boolean isSequence, OptionalInt indices, Optional<String> along) {
  /** Single precision has no room for all whole numbers beyond. */
  private static final int MOST_INDICES = 1 << 24;

  /** Checks that what goes together is there. */
  public ValuesSpec {
    if (isSequence && shape.rank() == 0) {
      throw new ShapeException(
          "sequence", "a shape [T, ...]", shape, "say how many steps there are at most");
    }
    Check.argument(
        isSequence || along.isEmpty(),
        "values along the steps of '" + along.orElse("") + "'",
        "a sequence",
        "values of one shape, " + shape,
        "call sequence() first");
  }

  /** Real numbers of this shape in every sample. */
  public static ValuesSpec of(Shape shape) {
    return new ValuesSpec(shape, false, OptionalInt.empty(), Optional.empty());
  }

  /** A class number of shape [1], from 0 to {@code classes} − 1. */
  public static ValuesSpec label(int classes) {
    return of(Shape.of(1)).indices(classes);
  }

  /** The same for numbers of things, such as words or classes, of which there are so many. */
  public ValuesSpec indices(int count) {
    Check.argument(
        count >= 1 && count <= MOST_INDICES,
        "number of things that indices stand for",
        "1 to " + MOST_INDICES,
        count,
        "say how many words or classes there are");
    return new ValuesSpec(shape, isSequence, OptionalInt.of(count), along);
  }

  /** The same for sequences of at most as many steps as the shape's first extent. */
  public ValuesSpec sequence() {
    return new ValuesSpec(shape, true, indices, along);
  }

  /**
   * The same for a target that has one value for each step of an input, or some more or fewer, as
   * many as the longest has: in a batch it is padded as far as that input is, and so many further.
   *
   * @param input the name of an input that is a sequence
   */
  public ValuesSpec along(String input) {
    return new ValuesSpec(shape, isSequence, indices, Optional.of(input));
  }

  /** Whether values of this shape are such as this says. */
  public boolean takes(Shape values) {
    return isSequence
        ? values.rank() == shape.rank()
            && values.extent(0) <= shape.extent(0)
            && values.withFirst(shape.extent(0)).equals(shape)
        : values.equals(shape);
  }

  /**
   * Fails unless values are such as this says.
   *
   * @param what whose values they are, for the message
   * @throws ShapeException if their shape is another
   * @throws IllegalArgumentException if a value is not finite, or is no index where it should be
   */
  public void check(Supplier<String> what, Values values) {
    if (!takes(values.shape())) {
      throw new ShapeException(
          what.get(),
          isSequence ? "at most " + shape : shape,
          values.shape(),
          isSequence
              ? "keep sequences within the longest and all other extents the same"
              : "bring all samples to one shape by a transform");
    }
    checkElements(what, values.array());
  }

  /** In one pass without branches, as millions of elements are fine. */
  private void checkElements(Supplier<String> what, float[] array) {
    if (indices.isPresent()) {
      for (float value : array) {
        checkIndex(what, value, indices.getAsInt());
      }
      return;
    }
    float zero = 0;
    for (float value : array) {
      zero += value * 0;
    }
    for (int i = 0; zero != 0 && i < array.length; i++) {
      if (!Float.isFinite(array[i])) {
        throw new IllegalArgumentException(
            Check.message(
                what.get(),
                "finite numbers",
                array[i] + " at element " + i,
                "repair the sample or its transform, or leave it out"));
      }
    }
  }

  private static void checkIndex(Supplier<String> what, float value, int count) {
    if (value != (int) value || value >= count || (value < 0 && value != Dataset.NO_TARGET)) {
      throw new IllegalArgumentException(
          Check.message(
              what.get(),
              "whole numbers from 0 to " + (count - 1) + ", or " + Dataset.NO_TARGET + " for none",
              value == (int) value ? (Object) (int) value : (Object) value,
              "number the words or classes from 0, or say how many there are"));
    }
  }

  /** What becomes of it by a transform that makes values of this shape of ones of that. */
  ValuesSpec after(Shape before, Shape after) {
    if (after.equals(before)) {
      return this;
    }
    if (!isSequence || after.rank() == 0) {
      return of(after);
    }
    boolean keepsLength = after.extent(0) == before.extent(0);
    Shape most = keepsLength ? after.withFirst(shape.extent(0)) : after;
    boolean keepsSteps =
        after.rank() == before.rank() && after.unbatched().equals(before.unbatched());
    return new ValuesSpec(most, true, keepsSteps ? indices : OptionalInt.empty(), along);
  }

  /** For example {@code up to [20], numbers of 5000 things}. */
  @Override
  public String toString() {
    return (isSequence ? "up to " : "")
        + shape
        + (indices.isPresent() ? ", numbers of " + indices.getAsInt() + " things" : "")
        + along.map(input -> ", along '" + input + "'").orElse("");
  }
}
