package org.dsd4j.kernel.onednn.heap;

import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The real steps of a padded batch of sequences [N, T, ...], numbered consecutively over all
 * samples and cut into pieces for threads. The pieces depend only on the lengths and the size of a
 * step, so results depend neither on the number of threads nor on how far a batch is padded.
 */
final class RealSteps {
  /** A smaller piece costs more to distribute than to compute. */
  private static final long LEAST_ELEMENTS = 1 << 14;

  private static final int MOST_PIECES = 64;

  private final int extent;
  private final int width;
  private final int[] starts;

  private RealSteps(int extent, int width, int[] lengths) {
    this.extent = extent;
    this.width = width;
    this.starts = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], lengths[i]);
    }
  }

  /** Work on consecutive steps of a sequence. */
  interface StepRun {
    /** Works on steps {@code from} to {@code from + count} − 1 of a sequence. */
    void steps(int sample, int from, int count);
  }

  /** Work on a piece. */
  interface Piece {
    /** Works on the real steps number {@code from} to {@code to} − 1. */
    void steps(int piece, int from, int to);
  }

  /** The steps of a batch [N, T, ...] with these lengths. */
  static RealSteps of(Lengths lengths, Tensor batch) {
    Shape shape = batch.shape();
    int samples = shape.extent(0);
    int extent = shape.extent(1);
    int width = Math.toIntExact(shape.elements() / ((long) samples * extent));
    return new RealSteps(extent, width, lengths.checked(samples, extent).toArray(samples, extent));
  }

  /** The number of real steps. */
  int count() {
    return starts[samples()];
  }

  int samples() {
    return starts.length - 1;
  }

  int length(int sample) {
    return starts[sample + 1] - starts[sample];
  }

  /** The number of elements of a step. */
  int width() {
    return width;
  }

  /** The number of elements of all real steps. */
  long elements() {
    return (long) count() * width;
  }

  /** The index of a step's first element in the batch. */
  long element(int sample, int step) {
    return ((long) sample * extent + step) * width;
  }

  /** The number of pieces. */
  int pieces() {
    return pieces(MOST_PIECES);
  }

  /**
   * The number of pieces if each needs {@code each} numbers of memory and there are at most {@code
   * most}.
   */
  int pieces(long each, long most) {
    return pieces((int) Math.max(8, Math.min(MOST_PIECES, most / each)));
  }

  private int pieces(int most) {
    long sensible = Math.max(1, elements() / LEAST_ELEMENTS);
    return (int) Math.min(Math.min(most, sensible), count());
  }

  /** Distributes the pieces over the threads. */
  void forEachPiece(int pieces, Piece work) {
    Blocks.forEach(
        pieces,
        elements(),
        (from, to) -> {
          for (int piece = from; piece < to; piece++) {
            work.steps(piece, firstOf(piece, pieces), firstOf(piece + 1, pieces));
          }
        });
  }

  private int firstOf(int piece, int pieces) {
    return (int) ((long) count() * piece / pieces);
  }

  /** Distributes all runs over the threads. */
  void forEachRun(StepRun work) {
    forEachPiece(pieces(), (piece, from, to) -> runs(from, to, work));
  }

  /** Visits the runs of the real steps number {@code from} to {@code to} − 1. */
  void runs(int from, int to, StepRun work) {
    int sample = 0;
    for (int at = from; at < to; ) {
      while (starts[sample + 1] <= at) {
        sample++;
      }
      int count = Math.min(to, starts[sample + 1]) - at;
      work.steps(sample, at - starts[sample], count);
      at += count;
    }
  }

  /** Whether a sequence ends with this run. */
  boolean endsWith(int sample, int from, int count) {
    return from + count == length(sample);
  }

  /** Sets the steps beyond the length of a sequence to 0. */
  void clearPadding(int sample, OnednnTensor batch) {
    int length = length(sample);
    if (length < extent) {
      Copies.clear(batch, element(sample, length), (long) (extent - length) * width);
    }
  }
}
