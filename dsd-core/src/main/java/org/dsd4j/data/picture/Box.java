package org.dsd4j.data.picture;

import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;

/**
 * A rectangle of pixels.
 *
 * @param top its first row
 * @param left its first column
 * @param height how many rows
 * @param width how many columns
 */
public record Box(int top, int left, int height, int width) {
  /** Checks that it is not empty and begins at 0 or later. */
  public Box {
    Check.notNegative("top of a box", top);
    Check.notNegative("left of a box", left);
    Check.positive("height of a box", height);
    Check.positive("width of a box", width);
  }

  /** All of a picture. */
  public static Box whole(Extent size) {
    return new Box(0, 0, size.height(), size.width());
  }

  /** Its size. */
  public Extent size() {
    return new Extent(height, width);
  }

  /** Whether it lies in a picture of this size. */
  public boolean isIn(Extent picture) {
    return height <= picture.height() - top && width <= picture.width() - left;
  }
}
