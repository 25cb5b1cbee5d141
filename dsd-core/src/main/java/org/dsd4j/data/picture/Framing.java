package org.dsd4j.data.picture;

import java.util.random.RandomGenerator;
import org.dsd4j.kernel.Extent;

/**
 * How pictures of any size become features of one shape: it says which box of a picture is scaled
 * to which size, before the picture is decoded. {@link Pictures} has the usual ones.
 *
 * <p>Immutable; used by several threads at once.
 */
public interface Framing {
  /** The height and width of what comes out. */
  Extent size();

  /**
   * The frame of one picture; its window has the height and width {@link #size()}.
   *
   * @param picture the picture's height and width
   * @param random seeded for the sample and the epoch; draw from nothing else
   */
  Frame frame(Extent picture, RandomGenerator random);
}
