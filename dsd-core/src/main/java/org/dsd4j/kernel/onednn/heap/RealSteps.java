package org.dsd4j.kernel.onednn.heap;

import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The real steps of a padded batch of sequences [N, T, ...], numbered through from sample to
 * sample, and cut into pieces of which each thread takes some. The cut depends on the lengths and
 * the size of a step alone: results neither depend on the number of threads nor on how far a batch
 * is padded.
 */
final class RealSteps {
  /** A smaller piece costs more to hand out than to compute. */
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

  /** Steps of a sequence that lie in memory one after the other. */
  interface Run {
    /** Works on steps {@code from} to {@code from + count} − 1 of a sequence. */
    void steps(int sample, int from, int count);
  }

  /** What is done to a piece. */
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

  /** How many there are. */
  int count() {
    return starts[samples()];
  }

  int samples() {
    return starts.length - 1;
  }

  int length(int sample) {
    return starts[sample + 1] - starts[sample];
  }

  /** How many elements a step has. */
  int width() {
    return width;
  }

  /** How many elements they have altogether. */
  long elements() {
    return (long) count() * width;
  }

  /** The number of a step's first element in the batch. */
  long element(int sample, int step) {
    return ((long) sample * extent + step) * width;
  }

  /** How many pieces there are. */
  int pieces() {
    return pieces(MOST_PIECES);
  }

  /** How many there are if each takes so many numbers of memory, of which {@code most} are left. */
  int pieces(long each, long most) {
    return pieces((int) Math.max(8, Math.min(MOST_PIECES, most / each)));
  }

  private int pieces(int most) {
    long sensible = Math.max(1, elements() / LEAST_ELEMENTS);
    return (int) Math.min(Math.min(most, sensible), count());
  }

  /** Hands the pieces out to the threads. */
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

  /** Hands out all runs, some to each thread. */
  void forEachRun(Run work) {
    forEachPiece(pieces(), (piece, from, to) -> runs(from, to, work));
  }

  /** The runs that the real steps number {@code from} to {@code to} − 1 are made of. */
  void runs(int from, int to, Run work) {
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

  /** Whether a sequence ends with such a run. */
  boolean endsWith(int sample, int from, int count) {
    return from + count == length(sample);
  }

  /** Sets all that lies beyond the length of a sequence to 0. */
  void clearPadding(int sample, OnednnTensor batch) {
    int length = length(sample);
    if (length < extent) {
      Copies.clear(batch, element(sample, length), (long) (extent - length) * width);
    }
  }
}
