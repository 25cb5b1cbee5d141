package org.dsd4j.examples.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.examples.report.PageParts;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyDescription;
import org.dsd4j.study.row.StudyStage;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class StudyReportTest {
  private static final StudyReport.Origin ORIGIN =
      new StudyReport.Origin(
          "Does <DSD> help?", "study grid.yaml", "Study.builder()", Map.of("Java", "17"));

  @TempDir private Path folder;

  private static JsonNode data(StudyResult result) throws IOException {
    return new ObjectMapper().readTree(StudyReport.json(ShownStudy.of(result, ORIGIN)));
  }

  private static List<JsonNode> arms(JsonNode data) {
    List<JsonNode> arms = new ArrayList<>();
    data.get("tasks").forEach(task -> task.get("arms").forEach(arms::add));
    return arms;
  }

  private static JsonNode arm(JsonNode data, int task, String name) {
    for (JsonNode arm : data.get("tasks").get(task).get("arms")) {
      if (arm.get("name").asText().equals(name)) {
        return arm;
      }
    }
    throw new AssertionError("no arm " + name);
  }

  @Test
  void theVerdictOverAllTasksSaysWhatElseDoesAsWell() {
    assertThat(ShownStudy.of(MadeUpStudy.whole(), ORIGIN).lead())
        .startsWith(
            "9 settings of DSD were compared with the control on the same seeds, in 4 tasks:")
        .contains("better in 3, worse in 3, no difference seen in 2, too few seeds in 1.")
        .contains("in 2 something simpler with no more training does as well")
        .contains("in 1 none of the rivals tried does as well")
        .contains("1 of 91 cells ended without a result");
    assertThat(ShownStudy.of(MadeUpStudy.small(), ORIGIN).lead())
        .startsWith("1 setting of DSD was compared with the control on the same seeds, in 1 task:")
        .endsWith(
            "Where it is better, no rival was tried, so whether something simpler does it is not"
                + " known.");
  }

  @Test
  void noGainIsShownWithoutItsRival() throws IOException {
    List<JsonNode> better =
        arms(data(MadeUpStudy.whole())).stream()
            .filter(arm -> arm.get("finding").path("verdict").asText().equals("better"))
            .toList();
    assertThat(better)
        .hasSize(3)
        .allSatisfy(
            arm -> {
              String rival = arm.get("finding").get("rival").get("name").asText();
              assertThat(arm.get("finding").get("text").asText()).contains("'" + rival + "'");
            });
    assertThat(arms(data(MadeUpStudy.whole())))
        .filteredOn(arm -> !arm.get("role").asText().equals("dsd"))
        .allSatisfy(arm -> assertThat(arm.get("finding").isNull()).isTrue());
  }

  @Test
  void whereLowerIsBetterAGainIsPositive() throws IOException {
    JsonNode data = data(MadeUpStudy.whole());
    assertThat(arm(data, 2, "DSD 80 %").get("gain").get("mean").asDouble()).isBetween(10.0, 13.0);
    assertThat(arm(data, 2, "DSD 95 %").get("gain").get("mean").asDouble()).isBetween(-11.0, -7.0);
    assertThat(data.get("tasks").get(2).get("headline").asText()).isEqualTo("DSD 80 %");
  }

  @Test
  void aGainHasTheFiguresOfTheStatistics() throws IOException {
    StudyResult result = MadeUpStudy.whole();
    JsonNode gain = arm(data(result), 0, "DSD 95 %").get("gain");
    var against = result.tasks().get(0).arm("DSD 95 %").againstControl().orElseThrow();
    var interval = against.comparison().interval().orElseThrow();
    assertThat(gain.get("low").asDouble()).isCloseTo(100 * interval.low(), within());
    assertThat(gain.get("high").asDouble()).isCloseTo(100 * interval.high(), within());
    assertThat(gain.get("p").asDouble()).isCloseTo(against.p(), within());
    assertThat(gain.get("family").asInt()).isEqualTo(14);
    assertThat(gain.get("gains").asInt()).isEqualTo(6);
  }

  private static org.assertj.core.data.Percentage within() {
    return org.assertj.core.data.Percentage.withPercentage(0.01);
  }

  @Test
  void cellsWithoutAResultAreShown() throws IOException {
    JsonNode data = data(MadeUpStudy.whole());
    assertThat(data.get("failures")).hasSize(1);
    assertThat(data.get("failures").get(0).get("reason").asText()).isEqualTo(MadeUpStudy.REASON);
    assertThat(arm(data, 0, "DSD 80 %").get("failed")).hasSize(1);
    assertThat(arm(data, 0, "DSD 80 %").get("seeds")).hasSize(5);
    JsonNode none = data(MadeUpStudy.diverged());
    assertThat(none.get("lead").asText())
        .contains("nothing to compare")
        .contains("2 of 4 cells ended without a result");
    assertThat(arm(none, 0, "DSD 50 %").get("failed")).hasSize(2);
  }

  /** An arm that screening did not choose has no row that confirms. */
  @Test
  void armsThatWereOnlyScreenedAreShownWithTheirScreening() throws IOException {
    StudyDescription description =
        new StudyDescription(
            List.of(
                new StudyDescription.Task(
                    "task",
                    "Accuracy",
                    true,
                    Map.of(),
                    List.of(
                        new StudyDescription.ArmText("control", ArmRole.CONTROL, "control", "c"),
                        new StudyDescription.ArmText("DSD 50 %", ArmRole.DSD, "DSD", "d")))));
    CellRow row =
        new CellRow(
            new CellRow.Cell("task", "DSD 50 %", 9, StudyStage.SCREENING),
            Optional.empty(),
            3,
            OptionalDouble.of(0.5),
            OptionalDouble.empty(),
            Map.of("sharpness", Double.NaN),
            List.of(),
            "");
    JsonNode arm = arm(data(StudyResult.of(description, List.of(row))), 0, "DSD 50 %");
    assertThat(arm.get("screenings").asInt()).isEqualTo(1);
    assertThat(arm.get("screened").asDouble()).isEqualTo(50);
    assertThat(arm.get("mean").isNull()).isTrue();
  }

  @Test
  void curvesHaveMeanAndRangeAsFarAsAllSeedsGo() throws IOException {
    JsonNode data = data(MadeUpStudy.whole());
    assertThat(arm(data, 0, "stopped early").get("curve").get("validation")).hasSize(8);
    JsonNode curve = arm(data, 0, "DSD 95 %").get("curve");
    assertThat(curve.get("phases").toString())
        .isEqualTo(
            "[{\"name\":\"dense\",\"epochs\":25},{\"name\":\"sparse\",\"epochs\":6},"
                + "{\"name\":\"re-dense\",\"epochs\":4}]");
    assertThat(curve.get("training_loss"))
        .hasSize(35)
        .allSatisfy(
            band ->
                assertThat(band.get(0).asDouble())
                    .isBetween(band.get(1).asDouble(), band.get(2).asDouble()));
  }

  @Test
  void namesThatLookLikeTagsStayText() {
    String page = StudyReport.page(MadeUpStudy.whole(), ORIGIN);
    assertThat(page)
        .contains("<title>Does &lt;DSD&gt; help?")
        .contains("\\u003c/script>\\u003cb>&")
        .doesNotContain("NaN in epoch 3 </script>");
  }

  @Test
  void thePageAsksForNothingAndStaysSmall() {
    String page = StudyReport.page(MadeUpStudy.large(), ORIGIN);
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContainPattern("(src|href)=\"?'?(https?:)?//")
        .doesNotContain("@import");
    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
  }

  @Test
  void aFileIsReplacedAndItsFolderMade() throws IOException {
    Path html = folder.resolve("new").resolve("study.html");
    StudyReport.write(MadeUpStudy.small(), ORIGIN, html);
    StudyReport.write(MadeUpStudy.small(), StudyReport.Origin.titled(""), html);
    assertThat(html).content().contains("<h1>Does DSD help here?</h1>");
    try (var files = Files.list(html.getParent())) {
      assertThat(files).containsExactly(html);
    }
  }

  @Test
  void scriptsAndPageAgreeOnNames() throws IOException {
    PageParts.assertAgree(
        StudyReport.class, "study.html", "study.js", "map.js", "pictures.js", "tasks.js");
  }
}
