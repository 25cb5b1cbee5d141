package org.dsd4j.study;

import java.util.Locale;
import java.util.stream.Stream;
import org.dsd4j.internal.TextTable;
import org.dsd4j.statistics.PairedComparison;

/** The table of a task's arms in text, and what it says in words. */
final class StudyTable {
  private StudyTable() {}

  static String of(TaskResult task) {
    TextTable table = new TextTable().left("Arm");
    Stream.of("Seeds", task.task().metric(), "Gain", "95% interval", "p (Holm)", "Epochs")
        .forEach(table::right);
    for (ArmResult arm : task.arms()) {
      table.row(
          arm.name(),
          seeds(arm),
          arm.values().map(values -> number(values.mean())).orElse(""),
          arm.gain().map(gain -> signed(gain.meanDifference())).orElse(""),
          arm.gain().flatMap(PairedComparison::interval).map(StudyTable::ends).orElse(""),
          arm.gain().map(gain -> String.format(Locale.ROOT, "%.2g", arm.adjustedP())).orElse(""),
          String.format(Locale.ROOT, "%.0f", arm.epochs()));
    }
    return task.name() + System.lineSeparator() + table;
  }

  private static String seeds(ArmResult arm) {
    return arm.failed().isEmpty()
        ? Integer.toString(arm.rows().size())
        : arm.rows().size() + " (" + arm.failed().size() + " diverged)";
  }

  private static String ends(org.dsd4j.statistics.ConfidenceInterval interval) {
    return "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }
}
