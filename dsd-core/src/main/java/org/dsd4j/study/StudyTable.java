package org.dsd4j.study;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dsd4j.internal.TextTable;
import org.dsd4j.statistics.ConfidenceInterval;
import org.dsd4j.statistics.PairedComparison;

/** The table of a task's arms in text, and the verdict on each that trains DSD. */
final class StudyTable {
  private StudyTable() {}

  static String of(TaskResult task) {
    TextTable table = new TextTable().left("Arm");
    Stream.of("Seeds", task.task().metric(), "Gain", "95% interval", "p (Holm)", "Epochs")
        .forEach(table::right);
    for (ArmResult arm : task.arms()) {
      Optional<PairedComparison> gain = arm.comparison().map(c -> gain(task, c));
      table.row(
          arm.name(),
          seeds(arm),
          arm.values().map(values -> number(values.mean())).orElse(""),
          gain.map(g -> signed(g.meanDifference())).orElse(""),
          gain.flatMap(PairedComparison::interval).map(StudyTable::ends).orElse(""),
          arm.againstControl().map(a -> String.format(Locale.ROOT, "%.2g", a.p())).orElse(""),
          String.format(Locale.ROOT, "%.0f", arm.epochs()));
    }
    String end = System.lineSeparator();
    StringBuilder text = new StringBuilder(task.name()).append(end).append(table);
    for (ArmResult arm : task.arms()) {
      arm.finding()
          .ifPresent(found -> text.append(arm.name()).append(": ").append(found).append(end));
    }
    return text.toString();
  }

  /** Positive is better. */
  private static PairedComparison gain(TaskResult task, PairedComparison comparison) {
    return task.task().higherIsBetter() ? comparison : comparison.swapped();
  }

  private static String seeds(ArmResult arm) {
    return arm.failed().isEmpty()
        ? Integer.toString(arm.rows().size())
        : arm.rows().size() + " (" + arm.failed().size() + " diverged)";
  }

  private static String ends(ConfidenceInterval interval) {
    return "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }
}
