package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.nn.Mask;
import org.dsd4j.tensor.Shape;

/**
 * Prunes whole outputs of each parameter, such as the filters of a convolution: those whose weights
 * have the least L2 norm. Of F outputs exactly F − round(F · sparsity) stay; among equal norms the
 * lower index stays.
 *
 * <p>Outputs are what lies along a parameter's {@linkplain org.dsd4j.nn.Parameter#outputAxis output
 * axis}: the rows of [out, in, ...], the columns of a transposed convolution's [in, out, ...]. Of a
 * recurrent layer each gate of each unit is one, of an embedding each word.
 */
public final class FilterPruner implements Pruner {
  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Shape shape = candidate.shape();
      int outputs = shape.extent(candidate.outputAxis());
      int stride = stride(shape, candidate.outputAxis());
      float[] norms = norms(Selection.magnitudes(candidate), outputs, stride);
      BitSet keptOutputs =
          Selection.allButSmallest(norms, Pruner.prunedCount(outputs, candidate.sparsity()));
      BitSet kept = new BitSet(candidate.weights().length);
      for (int i = 0; i < candidate.weights().length; i++) {
        kept.set(i, keptOutputs.get(i / stride % outputs));
      }
      masks.put(candidate.name(), Mask.of(shape, kept));
    }
    return masks;
  }

  /** How many elements one place along an axis spans. */
  private static int stride(Shape shape, int axis) {
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.extent(i);
    }
    return stride;
  }

  private static float[] norms(float[] magnitudes, int outputs, int stride) {
    double[] squares = new double[outputs];
    for (int i = 0; i < magnitudes.length; i++) {
      squares[i / stride % outputs] += (double) magnitudes[i] * magnitudes[i];
    }
    float[] norms = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      norms[i] = (float) Math.sqrt(squares[i]);
    }
    return norms;
  }

  @Override
  public String toString() {
    return "L2 norm of whole filters";
  }
}
