package org.dsd4j.examples.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.TextTable;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Verdict;
import org.dsd4j.study.ArmResult;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.TaskResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two studies arm by arm, or two arms, in pairs of one seed. */
@Command(
    name = "compare",
    description = {
      "Compares two studies by their folders, arm by arm; or two arms, with --arms.",
      "Pairs have the same seed; p is corrected for all comparisons that are printed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
  private static final String TEST_DATA = "test data";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..2",
      description = "Folders of two studies; or of one, with --arms.")
  private List<Path> folders = List.of();

  @Option(
      names = "--arms",
      paramLabel = "ARM",
      arity = "2",
      description =
          "An arm of the first study, and one of the last to compare it with"
              + " (default: each arm with the one of its name).")
  private List<String> arms = List.of();

  @Option(names = "--json", description = "Print JSON (default: off, a table).")
  private boolean asJson;

  /** Two arms of tasks of one name. */
  private record Pair(TaskResult task, ArmResult first, ArmResult second, PairedComparison gain) {
    String name() {
      return first.name().equals(second.name())
          ? first.name()
          : first.name() + " against " + second.name();
    }
  }

  // Nothing to keep: Main asks whether it was given.
  @Option(names = "--stacktrace", description = "Show where an error came from (default: off).")
  void stacktrace(boolean shown) {}

  @Override
  public Integer call() {
    Check.argument(
        folders.size() == 2 || !arms.isEmpty(),
        "compare",
        "two folders, or one and --arms",
        folders,
        "name the other folder or two arms");
    StudyResult first = StudyResult.read(folders.get(0));
    StudyResult second = folders.size() == 1 ? first : StudyResult.read(folders.get(1));
    List<Pair> pairs = pairs(first, second);
    Check.argument(
        !pairs.isEmpty(),
        "compare",
        "tasks and arms of one name, with seeds in common",
        names(first) + " and " + names(second),
        "compare studies of the same grid, or name two arms with --arms");
    List<AdjustedComparison> adjusted =
        AdjustedComparison.family(pairs.stream().map(Pair::gain).toList());
    spec.commandLine().getOut().print(asJson ? json(pairs, adjusted) : table(pairs, adjusted));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private List<Pair> pairs(StudyResult first, StudyResult second) {
    List<Pair> pairs = new ArrayList<>();
    for (TaskResult task : first.tasks()) {
      for (TaskResult other : second.tasks()) {
        if (task.name().equals(other.name())) {
          checkPaired(task, other);
          pairs.addAll(arms.isEmpty() ? common(task, other) : chosen(task, other));
        }
      }
    }
    return pairs;
  }

  private static void checkPaired(TaskResult task, TaskResult other) {
    Check.argument(
        task.task().metric().equals(other.task().metric()),
        "metric of '" + task.name() + "'",
        "the same in both studies",
        task.task().metric() + " and " + other.task().metric(),
        "compare studies of one metric");
    Map<String, String> data = task.task().settings();
    Check.argument(
        String.valueOf(data.get(TEST_DATA)).equals(other.task().settings().get(TEST_DATA)),
        "test part of '" + task.name() + "'",
        "the same samples in both studies",
        "two",
        "compare studies of the same grid's data");
  }

  private static List<Pair> common(TaskResult task, TaskResult other) {
    List<Pair> pairs = new ArrayList<>();
    for (ArmResult arm : task.arms()) {
      other.arms().stream()
          .filter(second -> second.name().equals(arm.name()))
          .forEach(second -> pairs.addAll(pair(task, arm, second)));
    }
    return pairs;
  }

  private List<Pair> chosen(TaskResult task, TaskResult other) {
    return pair(task, task.arm(arms.get(0)), other.arm(arms.get(1)));
  }

  /** No pair without a common seed. */
  private static List<Pair> pair(TaskResult task, ArmResult first, ArmResult second) {
    return task.compare(first, second).stream()
        .map(c -> task.task().higherIsBetter() ? c : c.swapped())
        .map(gain -> new Pair(task, first, second, gain))
        .toList();
  }

  private static List<String> names(StudyResult result) {
    return result.tasks().stream().map(TaskResult::name).toList();
  }

  private static String table(List<Pair> pairs, List<AdjustedComparison> adjusted) {
    TextTable table =
        new TextTable()
            .left("Task")
            .left("Arm")
            .right("Seeds")
            .right("Gain of the first")
            .right("95% interval")
            .right("p (Holm)")
            .left("First is");
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      table.row(
          pair.task.name(),
          pair.name(),
          Integer.toString(pair.gain.pairs()),
          format("%+.4f", pair.gain.meanDifference()),
          pair.gain
              .interval()
              .map(at -> "[" + format("%+.4f", at.low()) + ", " + format("%+.4f", at.high()) + "]")
              .orElse(""),
          format("%.2g", adjusted.get(i).p()),
          Verdict.of(adjusted.get(i), true).toString());
    }
    return table.toString();
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String json(List<Pair> pairs, List<AdjustedComparison> adjusted) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode comparisons = root.putArray("comparisons");
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      ObjectNode node =
          comparisons
              .addObject()
              .put("task", pair.task.name())
              .put("first", pair.first.name())
              .put("second", pair.second.name());
      StudyJson.put(node.putObject("gain_of_first"), pair.gain);
      node.put("p_holm", adjusted.get(i).p())
          .put("verdict", Verdict.of(adjusted.get(i), true).toString());
    }
    return StudyJson.text(root);
  }
}
