package org.dsd4j.examples.study.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.statistics.Finding;
import org.dsd4j.statistics.Rival;
import org.dsd4j.statistics.Verdict;
import org.dsd4j.study.ArmResult;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.TaskResult;

/** The verdict over all tasks of a study. It never counts a gain without what else gives it. */
final class StudyWords {
  private final StudyResult result;
  private final List<Finding> findings;

  StudyWords(StudyResult result) {
    this.result = result;
    this.findings = arms().stream().flatMap(arm -> arm.finding().stream()).toList();
  }

  private List<ArmResult> arms() {
    return result.tasks().stream().map(TaskResult::arms).flatMap(List::stream).toList();
  }

  /** How often each verdict was reached on DSD, by its words. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.toString(), count(verdict));
    }
    return counts;
  }

  private int count(Verdict verdict) {
    return (int) findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  /** The number of comparisons with a control, by which p was corrected. */
  int comparisons() {
    return (int) arms().stream().filter(arm -> arm.againstControl().isPresent()).count();
  }

  /** What was found in words. */
  String lead() {
    if (findings.isEmpty()) {
      return "No arm that trains DSD has a seed in common with its control yet, so there is nothing"
          + " to compare."
          + failures();
    }
    List<String> verdicts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (count(verdict) > 0) {
        verdicts.add(verdict + " in " + count(verdict));
      }
    }
    String compared =
        "%s compared with the control on the same seeds, in %s: %s. "
            .formatted(
                plural(findings.size(), "setting of DSD was", "settings of DSD were"),
                plural(result.tasks().size(), "task", "tasks"),
                String.join(", ", verdicts));
    return compared + rivals() + failures();
  }

  /** What else does as well, for the settings that do better. */
  private String rivals() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.verdict() == Verdict.BETTER) {
        kinds.merge(kind(finding), 1, Integer::sum);
      }
    }
    if (kinds.isEmpty()) {
      return "No gain over the control was seen.";
    }
    int better = count(Verdict.BETTER);
    if (kinds.size() == 1) {
      String where =
          better == 1 ? "Where it is better, " : "In all " + better + " that are better, ";
      return where + kinds.keySet().iterator().next() + ".";
    }
    List<String> each = new ArrayList<>();
    kinds.forEach((kind, number) -> each.add("in " + number + " " + kind));
    return "Of those that are better, " + String.join("; ", each) + ".";
  }

  private static String kind(Finding finding) {
    Optional<Rival> rival = finding.bestRival();
    if (rival.isEmpty()) {
      return "no rival was tried, so whether something simpler does it is not known";
    }
    return switch (finding.against(rival.get())) {
      case WORSE, NO_DIFFERENCE_SEEN -> "something simpler with no more training does as well";
      case TOO_FEW_SEEDS -> "a rival had too few seeds to say whether it does as well";
      case BETTER -> "none of the rivals tried does as well";
    };
  }

  private String failures() {
    long failed = result.rows().stream().filter(row -> row.failure().isPresent()).count();
    return failed == 0
        ? ""
        : " %s of %s without a result, such as a loss that became NaN: listed below, and in no mean."
            .formatted(failed, plural(result.rows().size(), "cell ended", "cells ended"));
  }

  static String plural(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
