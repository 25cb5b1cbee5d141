package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;

/**
 * Prunes whole blocks of each parameter: those whose weights have the smallest root mean square. Of
 * B blocks, exactly B − round(B · sparsity) are kept; of equal ones, the one that begins earlier.
 *
 * <p>A weight matrix [out, in] is divided into squares; where its extents are no multiples of the
 * square's, the last blocks are smaller. Of a convolution [out, in, ...] a block is a kernel, all
 * weights from one input channel to one output; a convolution whose kernels are single weights is
 * divided like a matrix.
 */
public final class BlockPruner implements Pruner {
  private final int size;

  /** Blocks of {@code size} × {@code size} weights. */
  public BlockPruner(int size) {
    this.size = Check.positive("size of blocks", size);
  }

  /**
   * How a parameter is divided.
   *
   * @param rows the number of rows of a block
   * @param columns the number of columns of a block
   * @param down the number of blocks below each other
   * @param across the number of blocks beside each other
   * @param width the number of columns of the parameter, seen as a matrix with a row for each index
   *     of its first axis
   */
  private record Grid(int rows, int columns, int down, int across, int width) {
    int count() {
      return down * across;
    }

    int blockOf(int index) {
      return index / width / rows * across + index % width / columns;
    }
  }

  private Grid grid(String name, Shape shape) {
    Check.argument(
        shape.rank() >= 2,
        "shape of " + name + " for " + this,
        "a matrix or a convolution",
        shape,
        "exclude it, or prune by another pruner");
    int height = shape.extent(0);
    int width = Math.toIntExact(shape.elements() / height);
    int kernel = width / shape.extent(1);
    int rows = kernel == 1 ? size : 1;
    int columns = kernel == 1 ? size : kernel;
    return new Grid(rows, columns, ceil(height, rows), ceil(width, columns), width);
  }

  private static int ceil(int extent, int part) {
    return (extent - 1) / part + 1;
  }

  @Override
  public boolean canRaise() {
    return true;
  }

  @Override
  public void check(List<PruneDecision> pruned) {
    pruned.forEach(d -> grid(d.parameter().name(), d.parameter().shape()));
  }

  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Grid grid = grid(candidate.name(), candidate.shape());
      BitSet blocks =
          Selection.allButLowest(
              scores(candidate, grid), Pruner.prunedCount(grid.count(), candidate.sparsity()));
      BitSet kept = new BitSet(candidate.weights().length);
      for (int i = 0; i < candidate.weights().length; i++) {
        kept.set(i, blocks.get(grid.blockOf(i)));
      }
      masks.put(candidate.name(), Mask.of(candidate.shape(), kept));
    }
    return masks;
  }

  /** The root mean square of each block; minus infinity for one that is pruned already. */
  private static double[] scores(Candidate candidate, Grid grid) {
    double[] weights = Selection.weights(candidate);
    double[] scores = new double[grid.count()];
    int[] counts = new int[grid.count()];
    BitSet alive = new BitSet(grid.count());
    for (int i = 0; i < weights.length; i++) {
      int block = grid.blockOf(i);
      scores[block] += weights[i] * weights[i];
      counts[block]++;
      if (!candidate.isPruned(i)) {
        alive.set(block);
      }
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = alive.get(i) ? Math.sqrt(scores[i] / counts[i]) : Double.NEGATIVE_INFINITY;
    }
    return scores;
  }

  @Override
  public OptionalLong keptCount(PruneDecision decision) {
    Shape shape = decision.parameter().shape();
    Grid grid = grid(decision.parameter().name(), shape);
    int kept = grid.count() - Pruner.prunedCount(grid.count(), decision.sparsity());
    boolean even = shape.extent(0) % grid.rows() == 0 && grid.width() % grid.columns() == 0;
    return even || kept == 0
        ? OptionalLong.of((long) kept * grid.rows() * grid.columns())
        : OptionalLong.empty();
  }

  @Override
  public String toString() {
    return "root mean square of blocks of " + size + " × " + size + ", or of kernels";
  }
}
