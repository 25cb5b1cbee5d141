package org.dsd4j.kernel.onednn.heap;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays of a block's size for threads to borrow: optimizers need them in every step, and new ones
 * would be a step's only garbage. Their initial contents are undefined.
 */
public final class BlockArrays {
  private final Queue<float[]> free = new ConcurrentLinkedQueue<>();

  float[][] take(int count) {
    float[][] taken = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] array = free.poll();
      taken[i] = array == null ? new float[Blocks.SIZE] : array;
    }
    return taken;
  }

  void giveBack(float[][] taken) {
    for (float[] array : taken) {
      free.add(array);
    }
  }
}
