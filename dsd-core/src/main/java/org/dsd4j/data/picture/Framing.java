package org.dsd4j.data.picture;

import java.util.random.RandomGenerator;
import org.dsd4j.kernel.Extent;

/**
 * The conversion of pictures of any size to features of one shape: selects the box of a picture and
 * the size to which it is scaled, before the picture is decoded. {@link Pictures} has the usual
 * ones.
 *
 * <p>Implementations must be immutable and thread-safe.
 */
public interface Framing {
  /** The height and width of the features. */
  Extent size();

  /**
   * The frame of one picture; its window has the height and width {@link #size()}.
   *
   * @param picture the picture's height and width
   * @param random the only source of randomness, seeded for the sample and the epoch
   */
  Frame frame(Extent picture, RandomGenerator random);
}
