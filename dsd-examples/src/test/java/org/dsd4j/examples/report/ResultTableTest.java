package org.dsd4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dsd4j.train.record.Provenance;
import org.junit.jupiter.api.Test;

/** What the table says of a comparison and of what the run noted. */
class ResultTableTest {
  private static RunResult result(List<String> broken, RunResult.NoteRow... notes) {
    return new RunResult(
        new RunResult.Subject(
            "LeNet", "fashion", "images", 10, 200, "Accuracy", true, true, List.of()),
        List.of(phase("re-dense", 0.9)),
        List.of(phase("control for re-dense", 0.88)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        "",
        "",
        null,
        broken,
        List.of(notes),
        new Provenance(Instant.EPOCH, 1, Map.of(), Map.of(), Map.of(), "none", 1));
  }

  private static RunResult.ReportedPhase phase(String name, double metric) {
    return new RunResult.ReportedPhase(
        name, name, 1, 3, 1, 0.5, metric, 0.9, 2, 2, 0, 0, 0, 0, List.of());
  }

  @Test
  void aFairComparisonIsStillNoVerdict() {
    assertThat(new ResultTable(result(List.of(), new RunResult.NoteRow(false, "as it should be"))))
        .asString()
        .contains(
            "DSD ends at 90.00%, the control with the same epochs and rates at 88.00%: a difference"
                + " of +4 of 200 test images. One seed is no verdict.")
        .doesNotContain("as it should be");
  }

  @Test
  void oneThatIsBrokenIsToldWithItsReasonAndWarningsToo() {
    RunResult.NoteRow warning = new RunResult.NoteRow(true, "listener Slow failed");
    assertThat(new ResultTable(result(List.of("control for sparse had 1 step back"), warning)))
        .asString()
        .contains("This is no fair comparison: control for sparse had 1 step back.")
        .contains("Warning: listener Slow failed")
        .doesNotContain("verdict");
  }
}
