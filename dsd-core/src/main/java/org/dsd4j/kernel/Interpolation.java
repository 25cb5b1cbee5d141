package org.dsd4j.kernel;

/** How an image is resampled. */
public enum Interpolation {
  /** Each result takes the pixel at ⌊i·in/out⌋. */
  NEAREST,
  /** Each result mixes the nearest two pixels of each axis; pixel centres lie at halves. */
  BILINEAR
}
