package org.dsd4j.dsd;

import java.util.OptionalDouble;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.record.Best;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseTable;

/**
 * The result of one phase.
 *
 * @param phase the phase as scheduled; for a control phase, the one whose epochs and rate it had
 * @param kind the kind of phase; {@link PhaseKind#CONTROL} for a control phase
 * @param record its epochs
 * @param sparsity the sparsity of the network at its end
 */
public record PhaseResult(
    Phase phase, PhaseKind kind, PhaseRecord record, SparsityReport sparsity) {
  /** The best epoch of this phase; each phase has its own. */
  public Best best() {
    return record.best();
  }

  /** The row of tables of phases. */
  PhaseTable.PhaseLine row() {
    return PhaseTable.PhaseLine.of(record, OptionalDouble.of(sparsity.masked().sparsity()));
  }

  /**
   * Its row in a table: epochs, loss, score, best score, sparsity of the pruned parameters, time.
   */
  @Override
  public String toString() {
    return PhaseTable.of(record.end()).row(row()).toString();
  }

  /**
   * The score, such as an accuracy as a fraction, of the weights that the phase ended with: those
   * of its last epoch or, where they are restored, of its best. The last epoch's is {@code
   * record().last()}.
   */
  public double value() {
    return record.end().value();
  }
}
