package org.dsd4j.optim;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.spec.Role;

/**
 * Weight decay: its coefficient, and the parameters that it applies to.
 *
 * @param coefficient the factor of the weight
 * @param biasesAndNorms whether it also applies to biases and the parameters of normalisations
 */
public record WeightDecay(double coefficient, boolean biasesAndNorms) {
  /** Checks the coefficient. */
  public WeightDecay {
    Check.notNegative("weight decay", coefficient);
  }

  /** No decay. */
  public static WeightDecay none() {
    return new WeightDecay(0, true);
  }

  /** A decay of every parameter, as in PyTorch. */
  public static WeightDecay ofAll(double coefficient) {
    return new WeightDecay(coefficient, true);
  }

  /** A decay of every parameter except biases and those of normalisations. */
  public static WeightDecay ofWeights(double coefficient) {
    return new WeightDecay(coefficient, false);
  }

  /** The coefficient for a parameter of this role. */
  public double of(Role role) {
    return biasesAndNorms || !role.isBiasOrNorm() ? coefficient : 0;
  }

  /** This at the end of an optimizer's text; nothing without a decay. */
  String asOption() {
    return coefficient == 0 ? "" : ", weight decay " + this;
  }

  /** For example {@code 0.0001 (not of biases and norms)}. */
  @Override
  public String toString() {
    return Numerals.text(coefficient) + (biasesAndNorms ? "" : " (not of biases and norms)");
  }
}
