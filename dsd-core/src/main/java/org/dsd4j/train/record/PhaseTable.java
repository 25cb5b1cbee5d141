package org.dsd4j.train.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.TextTable;

/**
 * The table of a run's phases, as results and the examples print it: with the score of the weights
 * that a phase ended with, and that of its best epoch.
 *
 * @hidden
 */
@Internal
public final class PhaseTable {
  private final String score;
  private final DoubleFunction<String> format;
  private final List<PhaseLine> rows = new ArrayList<>();

  /**
   * A phase.
   *
   * @param sparsity the fraction of the pruned parameters that is held at zero; empty if nothing
   *     can be pruned, which leaves out the column
   */
  public record PhaseLine(
      String phase,
      int epochs,
      double loss,
      double score,
      double best,
      OptionalDouble sparsity,
      double seconds) {
    /** The row of a phase that has run. */
    public static PhaseLine of(PhaseRecord record, OptionalDouble sparsity) {
      return new PhaseLine(
          record.name(),
          record.epochs().size(),
          record.endEpoch().trainingLoss(),
          record.end().value(),
          record.best().value(),
          sparsity,
          record.seconds());
    }
  }

  /** A table whose score has this name and is printed by {@code format}. */
  public PhaseTable(String score, DoubleFunction<String> format) {
    this.score = score.substring(0, 1).toUpperCase(Locale.ROOT) + score.substring(1);
    this.format = format;
  }

  /** A table of scores of this kind, with four digits. */
  public static PhaseTable of(EpochScore score) {
    return new PhaseTable(score.name(), value -> String.format(Locale.ROOT, "%.4g", value));
  }

  /** Adds a row. */
  public PhaseTable row(PhaseLine row) {
    rows.add(row);
    return this;
  }

  /** The headers and a line for each phase. */
  @Override
  public String toString() {
    boolean pruned = rows.stream().anyMatch(row -> row.sparsity.isPresent());
    TextTable table = new TextTable().left("Phase");
    Stream.of("Epochs", "Loss", score, "Best").forEach(table::right);
    if (pruned) {
      table.right("Sparsity");
    }
    table.right("Time");
    for (PhaseLine row : rows) {
      List<String> entries = new ArrayList<>();
      entries.add(row.phase);
      entries.add(Integer.toString(row.epochs));
      entries.add(String.format(Locale.ROOT, "%.4f", row.loss));
      entries.add(format.apply(row.score));
      entries.add(format.apply(row.best));
      if (pruned) {
        entries.add(String.format(Locale.ROOT, "%.1f%%", 100 * row.sparsity.orElse(0)));
      }
      entries.add(String.format(Locale.ROOT, "%.1f s", row.seconds));
      table.row(entries.toArray(String[]::new));
    }
    return table.toString();
  }
}
