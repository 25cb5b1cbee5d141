package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Contract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pruner does; the test of a score brings a pruner that goes by it. */
public abstract class PrunerContract implements Contract {
  /** The pruner under test. */
  protected abstract Pruner pruner();

  @Override
  public boolean covers(Class<?> subject) {
    return isNamedFor(subject) || pruner().getClass() == subject;
  }

  /** How many elements are pruned one by one: 1, or the size of an output row. */
  protected abstract int unit(Candidate candidate);

  /** A candidate with random weights. */
  protected static Candidate random(String name, Shape shape, double sparsity) {
    RandomGenerator random = Seed.of(5).derive(name).stream();
    double[] weights = new double[(int) shape.elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextGaussian();
    }
    return new Candidate(name, shape, weights, sparsity);
  }

  /** Whether equal weights with equal gradients matter equally; not so where lots are drawn. */
  protected boolean goesByValues() {
    return true;
  }

  /**
   * A candidate like this that the pruner takes: of another shape with weights of the same sort, or
   * with another sparsity, where it does not take any.
   */
  protected Candidate suited(Candidate candidate) {
    return candidate;
  }

  /** The mask of a candidate, which gets a gradient where the pruner needs one. */
  protected final Mask mask(Candidate candidate) {
    Candidate given = candidate;
    if (pruner().needsGradient()) {
      double[] gradient = candidate.weights().clone();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.cos(3 * gradient[i]);
      }
      given = candidate.withGradient(gradient);
    }
    Map<String, Mask> masks = pruner().masks(List.of(given));
    assertThat(masks).containsOnlyKeys(candidate.name());
    return masks.get(candidate.name());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25, 0.3, 0.5, 0.77, 0.99, 1})
  void keepsTheExactCount(double sparsity) {
    Candidate candidate = suited(random("w", Shape.of(14, 13), sparsity));
    int unit = unit(candidate);
    int units = candidate.weights().length / unit;
    assertThat(mask(candidate).keptCount())
        .isEqualTo(unit * (units - (int) Math.rint(units * candidate.sparsity())));
  }

  /** Also where the pruned weights, which are zero, would be kept by their values. */
  @Test
  void keepsPrunedWhatIsPrunedWhenTheSparsityRises() {
    assumeTrue(pruner().canRaise());
    Candidate first = suited(random("w", Shape.of(14, 13), 0.3));
    Mask before = mask(first);
    double[] weights = first.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = before.keeps(i) ? weights[i] : 0;
    }
    Candidate next = suited(new Candidate("w", first.shape(), weights, 0.77)).holding(before);
    Mask after = mask(next);
    assertThat(after.and(before)).isEqualTo(after);
    int unit = unit(next);
    int units = weights.length / unit;
    assertThat(after.keptCount()).isEqualTo(unit * (units - (int) Math.rint(units * 0.77)));
  }

  @Test
  void keepsTheLowerOfEqualIndices() {
    double[] weights = new double[12];
    Arrays.fill(weights, -0.5f);
    Mask mask = mask(suited(new Candidate("w", Shape.of(4, 3), weights, 0.5)));
    assertThat(mask.keptCount()).isEqualTo(mask.size() / 2);
    for (int i = 0; i < weights.length && goesByValues(); i++) {
      assertThat(mask.keeps(i)).as("index %d", i).isEqualTo(i < 6);
    }
  }

  @Test
  void isDeterministicAndLeavesTheWeightsAlone() {
    Candidate candidate = suited(random("w", Shape.of(9, 7), 0.4));
    double[] before = candidate.weights().clone();
    assertThat(mask(candidate)).isEqualTo(mask(candidate));
    assertThat(candidate.weights()).isEqualTo(before);
  }

  @Test
  void refusesWeightsThatAreNotNumbers() {
    Candidate candidate = suited(random("fc1.weight", Shape.of(3, 3), 0.4));
    candidate.weights()[5] = Float.NaN;
    assertThatThrownBy(() -> mask(candidate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fc1.weight")
        .hasMessageContaining("index 5");
  }

  @Test
  void saysWhatItIs() {
    assertThat(pruner().toString()).isNotBlank().doesNotContain("@");
  }
}
