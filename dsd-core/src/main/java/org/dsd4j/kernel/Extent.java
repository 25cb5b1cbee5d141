package org.dsd4j.kernel;

import org.dsd4j.internal.Check;

/**
 * A pair of sizes along the two axes of an image, in pixels.
 *
 * @param height the vertical size
 * @param width the horizontal size
 */
public record Extent(int height, int width) {
  /** The same size along both axes. */
  public static Extent square(int size) {
    return new Extent(size, size);
  }

  /** Throws unless both sizes are at least 1; returns this. */
  public Extent checkPositive(String subject) {
    Check.positive(subject, Math.min(height, width));
    return this;
  }

  /** Throws unless both sizes are at least 0; returns this. */
  public Extent checkNotNegative(String subject) {
    Check.notNegative(subject, Math.min(height, width));
    return this;
  }

  /** For example {@code 3×3}. */
  @Override
  public String toString() {
    return height + "×" + width;
  }
}
