package org.dsd4j.tensor;

import java.io.Serial;
import org.dsd4j.internal.Check;

/** A shape that does not fit where it is used; the message says which, what would fit and why. */
public final class ShapeException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  /** An exception with this message. */
  public ShapeException(String message) {
    super(message);
  }

  /** An exception that says what was expected, what was received and what to do. */
  public ShapeException(String subject, Object expected, Object received, String remedy) {
    super(Check.message(subject, expected, received, remedy));
  }

  /** Fails unless a tensor of this shape has {@code count} elements from number {@code from} on. */
  public static void checkPart(Shape shape, long from, long count) {
    if (from < 0 || from > shape.elements() - count) {
      throw new ShapeException(
          "elements from number " + from,
          "at most " + Math.max(0, shape.elements() - Math.max(0, from)) + " for shape " + shape,
          count,
          "name a part of the tensor");
    }
  }

  /** The same message with the place where it happened in front. */
  public ShapeException at(String place) {
    ShapeException located = new ShapeException(place + ": " + getMessage());
    located.initCause(this);
    return located;
  }
}
