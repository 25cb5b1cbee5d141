package org.dsd4j.io.tensor;

import java.nio.FloatBuffer;
import java.util.OptionalLong;

/** Searches for a value that is infinite or NaN. */
final class FiniteCheck implements FloatReader {
  private static final int MAGNITUDE = 0x7FFFFFFF;
  private static final int INFINITY = 0x7F800000;

  private final float[] block = new float[1 << 12];
  private long firstBad = -1;

  @Override
  public void read(long from, FloatBuffer run) {
    long at = from;
    while (run.hasRemaining() && firstBad < 0) {
      int count = Math.min(block.length, run.remaining());
      run.get(block, 0, count);
      // The bits of finite numbers, read as integers, are below infinity's.
      int largest = 0;
      for (int i = 0; i < count; i++) {
        largest = Math.max(largest, Float.floatToRawIntBits(block[i]) & MAGNITUDE);
      }
      if (largest >= INFINITY) {
        firstBad = at + firstBad(count);
      }
      at += count;
    }
  }

  private int firstBad(int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(block[i])) {
        return i;
      }
    }
    throw new IllegalStateException("all are finite");
  }

  /** The index of the first such value seen. */
  OptionalLong firstBad() {
    return firstBad < 0 ? OptionalLong.empty() : OptionalLong.of(firstBad);
  }
}
