package org.dsd4j.io.tensor;

import java.nio.FloatBuffer;

/** Receives the values of a tensor block by block. */
@FunctionalInterface
public interface FloatReader {
  /**
   * Receives one block.
   *
   * @param from the index of its first element, row-major
   * @param run the values, valid only during this call
   */
  void read(long from, FloatBuffer run);
}
