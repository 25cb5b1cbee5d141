package org.dsd4j.kernel.onednn.heap;

import java.util.SplittableRandom;
import org.dsd4j.tensor.Seed;

/** Masks of dropout, each block drawn from a seed of its own. */
public final class DropoutMask {
  private DropoutMask() {}

  public static void fill(double rate, long seed, OnednnTensor mask) {
    long elements = mask.elements();
    float kept = (float) (1 / (1 - rate));
    Seed source = Seed.of(seed);
    Blocks.forEach(
        elements,
        (from, to) -> {
          float[] values = new float[Blocks.SIZE];
          for (int block = from; block < to; block++) {
            int length = Blocks.length(block, elements);
            SplittableRandom random = new SplittableRandom(source.derive(block).value());
            for (int i = 0; i < length; i++) {
              values[i] = random.nextDouble() < rate ? 0 : kept;
            }
            Copies.write(values, length, mask, (long) block * Blocks.SIZE);
          }
        });
  }
}
