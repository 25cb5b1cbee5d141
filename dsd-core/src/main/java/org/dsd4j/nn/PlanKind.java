package org.dsd4j.nn;

/**
 * What a plan is for.
 *
 * @param mode the mode of its computations
 * @param batchSize the size of their batches
 * @param options how it is made
 */
record PlanKind(Mode mode, int batchSize, PlanOptions options) {
  PlanKind keepingNaN() {
    return new PlanKind(mode, batchSize, options.keepingNaN());
  }

  boolean shared() {
    return options.shared();
  }

  /** That there is not enough memory for such a plan. */
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
