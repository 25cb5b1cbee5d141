package org.dsd4j.data.picture;

import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;

/**
 * A rectangle of pixels.
 *
 * @param top the first row
 * @param left the first column
 * @param height the number of rows
 * @param width the number of columns
 */
public record Box(int top, int left, int height, int width) {
  /** Checks that the box is not empty and begins at 0 or later. */
  public Box {
    Check.notNegative("top of a box", top);
    Check.notNegative("left of a box", left);
    Check.positive("height of a box", height);
    Check.positive("width of a box", width);
  }

  /** The box of a whole picture. */
  public static Box whole(Extent size) {
    return new Box(0, 0, size.height(), size.width());
  }

  /** The size of the box. */
  public Extent size() {
    return new Extent(height, width);
  }

  /** Whether the box is within a picture of this size. */
  public boolean isIn(Extent picture) {
    return height <= picture.height() - top && width <= picture.width() - left;
  }

  /** For example {@code 224×224 from row 0, column 16}. */
  @Override
  public String toString() {
    return size() + " from row " + top + ", column " + left;
  }
}
