package org.dsd4j.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.dsd4j.dsd.ControlComparison;
import org.dsd4j.internal.TextTable;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseTable;

/** The result of a run as a table for the terminal. */
public final class ResultTable {
  private final RunResult result;

  public ResultTable(RunResult result) {
    this.result = result;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(System.lineSeparator());
    PhaseTable table = new PhaseTable(result.subject().metric(), result.subject()::text);
    Stream.concat(result.phases().stream(), result.control().stream())
        .forEach(phase -> table.row(row(phase)));
    text.append(table);
    result.subject().leftOut().forEach(leftOut -> line(text, "%s", leftOut));
    text.append(Note.warnings(result.notes().stream().map(RunResult.NoteRow::note).toList()));
    if (!result.measures().isEmpty()) {
      line(text, "");
      text.append(measures(result.measures()));
    }
    if (!result.control().isEmpty()) {
      line(text, "%n%s", ControlVerdict.of(result));
    }
    return text.toString();
  }

  private static TextTable measures(List<RunResult.MeasureRow> rows) {
    TextTable table = new TextTable().left("Phase");
    // Names of decoders are long, and numbers at their ends would be overlooked.
    rows.get(0).values().keySet().forEach(table::left);
    for (RunResult.MeasureRow row : rows) {
      table.row(
          Stream.concat(Stream.of(row.phase()), row.values().values().stream())
              .toArray(String[]::new));
    }
    return table;
  }

  private static PhaseTable.PhaseLine row(RunResult.ReportedPhase p) {
    return new PhaseTable.PhaseLine(
        p.name(),
        p.epochs(),
        p.loss(),
        p.metric(),
        p.bestMetric(),
        OptionalDouble.of(p.sparsity()),
        p.seconds());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  /** A run's conclusion about DSD and its control, in careful words. */
  static final class ControlVerdict {
    private ControlVerdict() {}

    static String of(RunResult result) {
      double dsd = last(result.phases()).metric();
      double control = last(result.control()).metric();
      RunResult.Subject subject = result.subject();
      return String.format(
          Locale.ROOT,
          "DSD ends at %s, the control with the same epochs and rates at %s%s. %s",
          subject.text(dsd),
          subject.text(control),
          difference(subject, dsd - control),
          ControlComparison.caution(result.brokenComparison()));
    }

    private static String difference(RunResult.Subject subject, double difference) {
      // Only an accuracy is a fraction of samples.
      return subject.metric().equals("Accuracy")
          ? String.format(
              Locale.ROOT,
              ": a difference of %+d of %,d test %s",
              Math.round(difference * subject.testSamples()),
              subject.testSamples(),
              subject.samples())
          : " (" + (subject.higherIsBetter() ? "higher" : "lower") + " is better)";
    }

    private static RunResult.ReportedPhase last(List<RunResult.ReportedPhase> phases) {
      return phases.get(phases.size() - 1);
    }
  }
}
