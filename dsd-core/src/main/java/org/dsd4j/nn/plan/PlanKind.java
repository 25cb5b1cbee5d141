package org.dsd4j.nn.plan;

import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Mode;

/**
 * The purpose of a plan.
 *
 * @param mode the mode of its computations
 * @param batchSize the size of their batches
 * @param options the options of its making
 * @hidden
 */
@Internal
public record PlanKind(Mode mode, int batchSize, PlanOptions options) {
  public PlanKind keepingNaN() {
    return new PlanKind(mode, batchSize, options.keepingNaN());
  }

  boolean shared() {
    return options.shared();
  }

  /** The error of too little memory for such a plan. */
  OutOfMemoryError tooLarge(OutOfMemoryError cause) {
    OutOfMemoryError located =
        new OutOfMemoryError(
            "computing on batches of "
                + batchSize
                + " for "
                + mode
                + ": "
                + cause.getMessage()
                + ", or build the network with recomputing(segments)");
    located.initCause(cause);
    return located;
  }
}
