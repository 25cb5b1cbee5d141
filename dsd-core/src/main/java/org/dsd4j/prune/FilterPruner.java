package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Shape;

/**
 * Prunes whole outputs of each parameter, such as the filters of a convolution: those whose weights
 * have the smallest L2 norm. Of F outputs, exactly F − round(F · sparsity) are kept; of equal
 * norms, the one with the lower index is kept.
 *
 * <p>An output is a slice along a parameter's {@linkplain org.dsd4j.nn.spec.Parameter#outputAxis
 * output axis}: a row of [out, in, ...], or a column of a transposed convolution's [in, out, ...].
 * In a recurrent layer it is a gate of a unit, in an embedding a word.
 */
public final class FilterPruner implements Pruner {
  @Override
  public boolean canRaise() {
    return true;
  }

  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Shape shape = candidate.shape();
      int outputs = shape.extent(candidate.outputAxis());
      int stride = stride(shape, candidate.outputAxis());
      double[] norms = norms(candidate, outputs, stride);
      BitSet keptOutputs =
          Selection.allButLowest(norms, Pruner.prunedCount(outputs, candidate.sparsity()));
      BitSet kept = new BitSet(candidate.weights().length);
      for (int i = 0; i < candidate.weights().length; i++) {
        kept.set(i, keptOutputs.get(i / stride % outputs));
      }
      masks.put(candidate.name(), Mask.of(shape, kept));
    }
    return masks;
  }

  /** The number of elements from one index of an axis to the next. */
  private static int stride(Shape shape, int axis) {
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.extent(i);
    }
    return stride;
  }

  /** The norm of each output; minus infinity for one that is pruned already. */
  private static double[] norms(Candidate candidate, int outputs, int stride) {
    double[] weights = Selection.weights(candidate);
    double[] norms = new double[outputs];
    BitSet alive = new BitSet(outputs);
    for (int i = 0; i < weights.length; i++) {
      norms[i / stride % outputs] += weights[i] * weights[i];
      if (!candidate.isPruned(i)) {
        alive.set(i / stride % outputs);
      }
    }
    for (int i = 0; i < outputs; i++) {
      norms[i] = alive.get(i) ? Math.sqrt(norms[i]) : Double.NEGATIVE_INFINITY;
    }
    return norms;
  }

  @Override
  public OptionalLong keptCount(PruneDecision decision) {
    Parameter parameter = decision.parameter();
    int outputs = parameter.shape().extent(parameter.outputAxis());
    int kept = outputs - Pruner.prunedCount(outputs, decision.sparsity());
    return OptionalLong.of(kept * (parameter.shape().elements() / outputs));
  }

  @Override
  public String toString() {
    return "L2 norm of whole filters";
  }
}
