package org.dsd4j.tensor;

import java.io.Serial;
import org.dsd4j.internal.Check;

/** Thrown if a shape does not fit; the message has the shape, what was expected and why. */
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

  /** Throws unless a tensor of this shape has {@code count} elements from index {@code from} on. */
  public static void checkPart(Shape shape, long from, long count) {
    if (from < 0 || from > shape.elements() - count) {
      throw new ShapeException(
          "elements from number " + from,
          "at most " + Math.max(0, shape.elements() - Math.max(0, from)) + " for shape " + shape,
          count,
          "name a part of the tensor");
    }
  }

  /** A copy with the place of the error in front of the message. */
  public ShapeException at(String place) {
    ShapeException located = new ShapeException(place + ": " + getMessage());
    located.initCause(this);
    return located;
  }
}
