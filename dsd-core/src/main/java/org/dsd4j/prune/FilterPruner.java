package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.nn.Mask;

/**
 * Prunes whole output rows of each parameter, such as the filters of a convolution: those of least
 * L2 norm. Of F rows exactly F − round(F · sparsity) stay; among equal norms the lower index stays.
 */
public final class FilterPruner implements Pruner {
  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      int rows = candidate.shape().extent(0);
      int width = candidate.weights().length / rows;
      float[] norms = norms(Selection.magnitudes(candidate), rows, width);
      BitSet keptRows =
          Selection.allButSmallest(norms, Pruner.prunedCount(rows, candidate.sparsity()));
      BitSet kept = new BitSet(rows * width);
      keptRows.stream().forEach(row -> kept.set(row * width, (row + 1) * width));
      masks.put(candidate.name(), Mask.of(candidate.shape(), kept));
    }
    return masks;
  }

  private static float[] norms(float[] magnitudes, int rows, int width) {
    float[] norms = new float[rows];
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        squares += (double) magnitudes[i] * magnitudes[i];
      }
      norms[row] = (float) Math.sqrt(squares);
    }
    return norms;
  }

  @Override
  public String toString() {
    return "L2 norm of whole filters";
  }
}
