package org.dsd4j.kernel.onednn.heap;

import java.util.stream.IntStream;

/**
 * Cuts a range of elements into blocks small enough for the processor's first cache and spreads
 * them over the cores. Each block is computed separately, so results do not depend on the number of
 * threads.
 */
final class Blocks {
  /** Elements in a block: a handful of such arrays fit the first cache. */
  static final int SIZE = 1024;

  /** Below this number of elements, waking other threads costs more than they save. */
  private static final long ALONE = 1 << 16;

  private Blocks() {}

  /** Work on a run of blocks; each run gets working memory of its own. */
  interface BlockRun {
    /** Works on blocks {@code from} to {@code to} − 1. */
    void blocks(int from, int to);
  }

  static int count(long elements) {
    return Math.toIntExact((elements + SIZE - 1) / SIZE);
  }

  /** The number of elements of block {@code number}. */
  static int length(int number, long elements) {
    return (int) Math.min(SIZE, elements - (long) number * SIZE);
  }

  static void forEach(long elements, BlockRun run) {
    forEach(count(elements), elements, run);
  }

  /** Spreads blocks of any size over the cores; {@code elements} is their total size. */
  static void forEach(int blocks, long elements, BlockRun run) {
    int runs = Runtime.getRuntime().availableProcessors();
    if (elements < ALONE || runs == 1) {
      run.blocks(0, blocks);
      return;
    }
    IntStream.range(0, runs)
        .parallel()
        .forEach(
            i ->
                run.blocks(
                    (int) ((long) blocks * i / runs), (int) ((long) blocks * (i + 1) / runs)));
  }
}
