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
 * N:M sparsity, such as 2:4 (Mishra et al. 2021): of each m weights that follow each other along
 * the inputs of one output, the n with the highest scores are kept; of equal scores, those with the
 * lower indices. In a dense layer [out, in] these are neighbours in a row, in a convolution [out,
 * in, ...] the same place of the kernel in m neighbouring input channels.
 *
 * <p>The sparsity must be 1 − n / m, and the number of inputs a multiple of m. So depthwise
 * convolutions, which have one input channel for each output, and most first layers are refused:
 * exclude them. Pruning cannot be gradual.
 */
public final class NofMPruner implements Pruner {
  private static final double ROUNDING = 1e-9;

  private final int kept;
  private final int group;
  private final Score score;

  /** Keeps the {@code n} weights of largest magnitude of each {@code m}. */
  public NofMPruner(int n, int m) {
    this(n, m, new Magnitude());
  }

  /**
   * Keeps the {@code n} weights of highest score of each {@code m}.
   *
   * @throws IllegalArgumentException unless 1 ≤ n ≤ m
   */
  public NofMPruner(int n, int m, Score score) {
    this.kept = Check.positive("n of n:m", n);
    this.group = Check.positive("m of n:m", m);
    this.score = Check.given("score", score);
    Check.argument(n <= m, "n of n:m", "at most m = " + m, n, "keep fewer weights of each group");
  }

  @Override
  public boolean needsGradient() {
    return score.needsGradient();
  }

  @Override
  public void check(List<PruneDecision> pruned) {
    for (PruneDecision decision : pruned) {
      String name = decision.parameter().name();
      check(name, decision.sparsity());
      check(name, decision.parameter().shape(), decision.parameter().outputAxis());
    }
  }

  private void check(String name, double sparsity) {
    double own = 1 - (double) kept / group;
    Check.argument(
        Math.abs(sparsity - own) < ROUNDING,
        "sparsity of " + name + " for " + this,
        own,
        sparsity,
        "prune to " + own + ", or by another pruner");
  }

  private void check(String name, Shape shape, int outputAxis) {
    Check.argument(
        shape.rank() >= 2 && shape.extent(1 - outputAxis) % group == 0,
        "shape of " + name + " for " + this,
        "a multiple of " + group + " inputs",
        shape.rank() < 2
            ? shape + ", which has no axis of inputs"
            : shape.extent(1 - outputAxis) + " in " + shape,
        "exclude it, or prune by another pruner");
  }

  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      check(candidate.name(), candidate.sparsity());
      check(candidate.name(), candidate.shape(), candidate.outputAxis());
      masks.put(candidate.name(), Mask.of(candidate.shape(), kept(candidate)));
    }
    return masks;
  }

  private BitSet kept(Candidate candidate) {
    double[] scores = Selection.scores(score, candidate);
    Shape shape = candidate.shape();
    int axis = 1 - candidate.outputAxis();
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.extent(i);
    }
    BitSet all = new BitSet(scores.length);
    double[] members = new double[group];
    for (int i = 0; i < scores.length; i++) {
      if (i / stride % shape.extent(axis) % group == 0) {
        for (int k = 0; k < group; k++) {
          members[k] = scores[i + k * stride];
        }
        for (int k : Selection.allButLowest(members, group - kept).stream().toArray()) {
          all.set(i + k * stride);
        }
      }
    }
    return all;
  }

  @Override
  public OptionalLong keptCount(PruneDecision decision) {
    return OptionalLong.of(decision.parameter().shape().elements() / group * kept);
  }

  @Override
  public String toString() {
    return score + ", " + kept + ":" + group + " along inputs";
  }
}
