package org.dsd4j.prune;

import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.spec.Parameter;

/**
 * The decision whether and how strongly to prune one parameter.
 *
 * @param parameter the parameter
 * @param pruned whether it is pruned
 * @param sparsity the fraction of its elements to prune; 0 if it is not pruned
 * @param reason the reason for an exception to the general rule; blank otherwise
 */
public record PruneDecision(Parameter parameter, boolean pruned, double sparsity, String reason) {
  /** The same with a share of its sparsity, in [0, 1]. */
  PruneDecision at(double share) {
    return new PruneDecision(parameter, pruned, sparsity * share, reason);
  }

  /** For example {@code fc1.weight: pruned to 0.5}. */
  @Override
  public String toString() {
    String what = pruned ? "pruned to " + Numerals.text(sparsity) : "not pruned";
    return parameter.name() + ": " + what + (reason.isBlank() ? "" : " (" + reason + ")");
  }
}
