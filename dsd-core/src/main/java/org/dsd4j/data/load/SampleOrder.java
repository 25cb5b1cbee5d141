package org.dsd4j.data.load;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Shuffle;

/** The order of the samples in an epoch. */
public enum SampleOrder {
  /** The data set's order. */
  AS_STORED {
    @Override
    int[] of(Dataset dataset, int batchSize, int epoch, RandomGenerator random) {
      return IntStream.range(0, dataset.size()).toArray();
    }
  },

  /** A different random order in each epoch. */
  SHUFFLED {
    @Override
    int[] of(Dataset dataset, int batchSize, int epoch, RandomGenerator random) {
      int[] order = AS_STORED.of(dataset, batchSize, epoch, random);
      Shuffle.shuffle(order, random);
      return order;
    }
  },

  /**
   * Random, but with sequences of similar lengths in a batch, so that there is little padding:
   * shuffled, sorted by length within each group of {@value #BATCHES_SORTED} batches, and then
   * batch by batch in random order.
   */
  BY_LENGTH {
    @Override
    int[] of(Dataset dataset, int batchSize, int epoch, RandomGenerator random) {
      int[] order = SHUFFLED.of(dataset, batchSize, epoch, random);
      int stretch = (int) Math.min(order.length, (long) BATCHES_SORTED * batchSize);
      for (int from = 0; from < order.length; from += stretch) {
        int to = Math.min(order.length, from + stretch);
        int[] sorted = sorted(dataset, Arrays.copyOfRange(order, from, to));
        System.arraycopy(sorted, 0, order, from, sorted.length);
      }
      return batchesShuffled(order, batchSize, random);
    }
  },

  /**
   * {@link #BY_LENGTH}, but the first epoch is sorted from the shortest sequence to the longest,
   * which makes the start of training more stable (SortaGrad, Amodei et al. 2016).
   */
  SHORTEST_FIRST {
    @Override
    int[] of(Dataset dataset, int batchSize, int epoch, RandomGenerator random) {
      return epoch == 0
          ? sorted(dataset, AS_STORED.of(dataset, batchSize, epoch, random))
          : BY_LENGTH.of(dataset, batchSize, epoch, random);
    }
  };

  private static final int BATCHES_SORTED = 32;

  /** {@link #BY_LENGTH} for sequences of different lengths, {@link #SHUFFLED} otherwise. */
  public static SampleOrder usual(Dataset dataset) {
    return dataset.hasLengths() ? BY_LENGTH : SHUFFLED;
  }

  /** The indices of all samples, each once. */
  abstract int[] of(Dataset dataset, int batchSize, int epoch, RandomGenerator random);

  private static int[] sorted(Dataset dataset, int[] indices) {
    return Arrays.stream(indices)
        .boxed()
        .sorted(Comparator.comparingInt(dataset::length))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Only whole batches are moved: a smaller one stays at the end. */
  private static int[] batchesShuffled(int[] order, int batchSize, RandomGenerator random) {
    int[] batches = IntStream.range(0, order.length / batchSize).toArray();
    Shuffle.shuffle(batches, random);
    int[] shuffled = order.clone();
    for (int i = 0; i < batches.length; i++) {
      System.arraycopy(order, batches[i] * batchSize, shuffled, i * batchSize, batchSize);
    }
    return shuffled;
  }

  /** For example {@code shortest first}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
