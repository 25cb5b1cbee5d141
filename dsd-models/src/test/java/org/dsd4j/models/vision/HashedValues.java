package org.dsd4j.models.vision;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.dsd4j.tensor.Shape;

/**
 * The weights and images of the fixtures of whole models, which are computed from their names.
 *
 * @param seed the seed of all
 */
record HashedValues(int seed) {
  /** The values of a parameter with bounds of its own; row-major. */
  float[] parameter(String name, Shape shape, double[] bounds) {
    return between(bounds[0], bounds[1], name, shape);
  }

  /** The values of a parameter; row-major. */
  float[] parameter(String name, Shape shape) {
    if (shape.rank() >= 2) {
      double bound = Math.sqrt(6.0 * shape.extent(0) / shape.elements());
      return between(-bound, bound, name, shape);
    }
    return name.endsWith("weight")
        ? between(0.5, 1.5, name, shape)
        : between(-0.1, 0.1, name, shape);
  }

  /** The images, [N, H, W, C]; row-major. */
  float[] input(Shape shape) {
    return between(-1, 1, "input", shape);
  }

  private float[] between(double low, double high, String name, Shape shape) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    int start = (int) crc.getValue() + seed;
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * share(i + start));
    }
    return values;
  }

  /** A number from 0 to 1 that looks random. */
  private static double share(int position) {
    int x = position * 0x9E3779B1;
    x ^= x >>> 16;
    x *= 0x85EBCA77;
    x ^= x >>> 13;
    return Integer.toUnsignedLong(x) / 0x1p32;
  }
}
