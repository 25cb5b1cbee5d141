package org.dsd4j.dsd;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.record.Epochs;

/**
 * One phase of a schedule.
 *
 * @param kind the kind of phase
 * @param round the number of its dense-sparse-dense round, from 1
 * @param sparsity the fraction of each pruned layer's weights that are kept at zero; 0 except in a
 *     sparse phase
 * @param epochs its length
 * @param learningRate its learning rate
 * @param ramp how its sparsity is reached
 */
public record Phase(
    PhaseKind kind,
    int round,
    double sparsity,
    Epochs epochs,
    LearningRate learningRate,
    Ramp ramp) {
  /**
   * Checks that the sparsity is reached in time.
   *
   * @throws IllegalArgumentException if a gradual ramp is longer than the phase, the phase may end
   *     with the weights of an earlier epoch, or it is no sparse phase
   */
  public Phase {
    Check.given("ramp", ramp).check(epochs);
    Check.argument(
        kind == PhaseKind.SPARSE || !ramp.isGradual(),
        "ramp of a " + kind + " phase",
        Ramp.atOnce(),
        ramp,
        "raise the sparsity in sparse phases");
  }

  /** A phase whose sparsity, if it has one, is reached at once. */
  public Phase(
      PhaseKind kind, int round, double sparsity, Epochs epochs, LearningRate learningRate) {
    this(kind, round, sparsity, epochs, learningRate, Ramp.atOnce());
  }

  /** The same with another length. */
  Phase lasting(Epochs other) {
    return new Phase(kind, round, sparsity, other, learningRate, ramp);
  }

  /** The kind, with the round if it is not the first: {@code sparse 2}. */
  public String name() {
    return round == 1 ? kind.toString() : kind + " " + round;
  }

  /** All but the name. */
  String settings() {
    return epochs
        + ", learning rate "
        + learningRate
        + (kind == PhaseKind.SPARSE ? ", sparsity " + Numerals.text(sparsity) : "")
        + (ramp.isGradual() ? ", raised " + ramp : "");
  }

  /** For example {@code sparse: 10 epochs, learning rate 0.01, sparsity 0.5}. */
  @Override
  public String toString() {
    return name() + ": " + settings();
  }
}
