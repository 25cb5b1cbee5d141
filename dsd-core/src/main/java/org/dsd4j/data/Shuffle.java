package org.dsd4j.data;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Internal;

/**
 * Random orders.
 *
 * @hidden
 */
@Internal
public final class Shuffle {
  private Shuffle() {}

  /** Brings numbers into a random order (Fisher and Yates). */
  public static void shuffle(int[] numbers, RandomGenerator random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }
}
