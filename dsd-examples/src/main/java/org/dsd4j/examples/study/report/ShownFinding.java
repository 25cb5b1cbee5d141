package org.dsd4j.examples.study.report;

import java.util.List;
import java.util.Optional;
import org.dsd4j.statistics.Finding;
import org.dsd4j.statistics.Rival;
import org.dsd4j.statistics.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on an arm, which is never without what else was tried.
 *
 * @param verdict the verdict by the words of {@link Verdict}
 * @param text the verdict with its figures and its best rival in words
 * @param rival the rival to name; null if none was tried
 * @param rivals all rivals, in order
 */
record ShownFinding(
    String verdict, String text, @Nullable ShownRival rival, List<ShownRival> rivals) {

  /**
   * The treated arm beside a rival.
   *
   * @param name the rival
   * @param stands where the rival stands, in words
   * @param training how much training it took, in words
   * @param gain the treated arm's gain over it
   */
  record ShownRival(String name, String stands, String training, ShownGain gain) {
    static ShownRival of(Finding finding, Rival rival) {
      return new ShownRival(
          rival.name(),
          stands(finding.against(rival)),
          rival.training().toString(),
          ShownGain.of(rival.comparison(), finding.scale()));
    }

    private static String stands(Verdict ofTheArm) {
      return switch (ofTheArm) {
        case WORSE -> "does better";
        case NO_DIFFERENCE_SEEN -> "does as well";
        case TOO_FEW_SEEDS -> "has too few seeds";
        case BETTER -> "does less well";
      };
    }
  }

  static ShownFinding of(Finding finding) {
    Optional<ShownRival> best = finding.bestRival().map(rival -> ShownRival.of(finding, rival));
    return new ShownFinding(
        finding.verdict().toString(),
        finding.text(),
        best.orElse(null),
        finding.rivals().stream().map(rival -> ShownRival.of(finding, rival)).toList());
  }
}
