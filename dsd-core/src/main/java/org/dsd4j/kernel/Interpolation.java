package org.dsd4j.kernel;

/** The methods of resampling images. */
public enum Interpolation {
  /** Each output pixel is the input pixel at ⌊i·in/out⌋. */
  NEAREST,
  /**
   * Each output pixel interpolates the nearest two input pixels of each axis; pixel centres are at
   * half-integers.
   */
  BILINEAR
}
