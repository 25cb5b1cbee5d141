package org.dsd4j.tensor;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The source of randomness: a 64-bit value from which independent seeds are derived by name or
 * number, so that the random numbers of one part of a run never depend on those that another part
 * has drawn.
 *
 * @param value the seed itself
 */
public record Seed(long value) {
  /** The seed of this value. */
  public static Seed of(long value) {
    return new Seed(value);
  }

  /** A seed for the part of the run called {@code name}, the same at each call. */
  public Seed derive(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return derive(crc.getValue() << 32 | name.length());
  }

  /** A seed for the {@code number}-th of something: an epoch, a step, a sample. */
  public Seed derive(long number) {
    return new Seed(mix(value + 0x9E3779B97F4A7C15L * (mix(number) | 1)));
  }

  /** A fresh stream of random numbers that starts from this seed. */
  public RandomGenerator stream() {
    return new SplittableRandom(value);
  }

  // The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
  // generators, 2014): every input bit changes about half of the output bits.
  private static long mix(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public String toString() {
    return "seed " + value;
  }
}
