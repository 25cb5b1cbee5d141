package org.dsd4j.io.tensor;

import java.nio.FloatBuffer;

/** Takes the values of a tensor run by run. */
@FunctionalInterface
public interface FloatReader {
  /**
   * Takes one run.
   *
   * @param from the number of its first element, row-major
   * @param run the values, valid during this call only
   */
  void read(long from, FloatBuffer run);
}
