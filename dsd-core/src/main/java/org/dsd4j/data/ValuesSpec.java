package org.dsd4j.data;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * The description of an input or target, the same for all samples of a data set:
 *
 * <pre>{@code
 * ValuesSpec.of(Shape.of(224, 224, 3))                    // real numbers of one shape
 * ValuesSpec.of(Shape.of(20)).indices(5000).sequence()    // up to 20 of 5000 words
 * }</pre>
 *
 * @param shape the shape; for a sequence [T, ...], T being the largest number of steps
 * @param isSequence whether the first extent can be smaller than T in some samples
 * @param indices the number of possible indices, if elements are indices, such as numbers of words
 *     or classes: then each is a whole number from 0 to that minus 1, or {@link Dataset#NO_TARGET}
 * @param along the name of the input whose steps a target follows in a batch, if any
 */
public record ValuesSpec(
    Shape shape, boolean isSequence, OptionalInt indices, Optional<String> along) {
  /** The largest number up to which single precision represents all whole numbers. */
  private static final int MOST_INDICES = 1 << 24;

  /** Checks that the settings are consistent. */
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

  /** A copy for indices, such as numbers of words or classes, below this count. */
  public ValuesSpec indices(int count) {
    Check.argument(
        count >= 1 && count <= MOST_INDICES,
        "number of things that indices stand for",
        "1 to " + MOST_INDICES,
        count,
        "say how many words or classes there are");
    return new ValuesSpec(shape, isSequence, OptionalInt.of(count), along);
  }

  /** A copy for sequences with at most as many steps as the shape's first extent. */
  public ValuesSpec sequence() {
    return new ValuesSpec(shape, true, indices, along);
  }

  /**
   * A copy for a target with one value for each step of an input, plus or minus a constant number:
   * in a batch it is padded like that input, plus that number.
   *
   * @param input the name of an input that is a sequence
   */
  public ValuesSpec along(String input) {
    return new ValuesSpec(shape, isSequence, indices, Optional.of(input));
  }

  ValuesSpec alongNothing() {
    return new ValuesSpec(shape, isSequence, indices, Optional.empty());
  }

  /** Whether values of this shape match this description. */
  public boolean takes(Shape values) {
    return isSequence
        ? values.rank() == shape.rank()
            && values.extent(0) <= shape.extent(0)
            && values.withFirst(shape.extent(0)).equals(shape)
        : values.equals(shape);
  }

  /**
   * Throws unless values match this description.
   *
   * @param what the name of the values in messages
   * @throws ShapeException if their shape differs
   * @throws IllegalArgumentException if a value is not finite, or not a valid index
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

  /** One pass without branches, as almost always millions of elements are valid. */
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

  /** The description after a transform that changes values of one shape into another. */
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
