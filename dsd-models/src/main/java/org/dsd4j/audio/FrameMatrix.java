package org.dsd4j.audio;

import org.dsd4j.internal.Check;

/** Arrays [T, F] of features. */
final class FrameMatrix {
  private FrameMatrix() {}

  /**
   * Memory for features.
   *
   * @throws IllegalArgumentException if they do not fit into an array
   */
  static float[] allocate(int frames, int size) {
    long elements = (long) frames * size;
    Check.argument(
        elements <= Integer.MAX_VALUE - 8,
        "features of a recording",
        "no more numbers than an array holds",
        frames + " frames of " + size,
        "cut the recording into shorter ones");
    return new float[(int) elements];
  }
}
