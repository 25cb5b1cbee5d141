package org.dsd4j.examples.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dsd4j.examples.report.HeadlessBrowser;
import org.dsd4j.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
class StudyReportInBrowserTest {
  @TempDir private Path folder;

  /** Writes the page of a study, with something more at its end. */
  private Path write(String name, StudyResult result, String more) throws IOException {
    StudyReport.Origin origin = new StudyReport.Origin("Study", "", "", Map.of());
    String page = StudyReport.page(result, origin);
    return Files.writeString(
        folder.resolve(name + ".html"), page.replace("</body>", more + "</body>"));
  }

  private static String script(String statement) {
    return "<script>" + statement + "</script>";
  }

  @Test
  void itSaysWhatWasFoundAndDrawsIt() throws IOException, InterruptedException {
    String more = "drawing.drawAll(); document.querySelector('#map td.worse a').focus();";
    HeadlessBrowser.Opened page =
        HeadlessBrowser.open(write("whole", MadeUpStudy.whole(), script(more)), folder);
    String shown =
        page.dom().substring(page.dom().indexOf("<main>"), page.dom().indexOf("</main>"));
    assertThat(page.console()).isEmpty();
    assertThat(shown)
        .contains("9 settings of DSD were compared")
        .contains("DSD 95 %</b>: better than the control by 14.61 points")
        .contains("1 without result")
        .contains("the loss became NaN in epoch 3 &lt;/script&gt;&lt;b&gt;&amp;")
        .containsPattern("aria-label=\"Accuracy, % of each seed with control, DSD 95 %, stopped")
        .containsPattern("class=\"chart low loss\"[^>]*aria-label=\"Training loss by epoch")
        .containsPattern("id=\"cell\".*worse</span><b>" + MadeUpStudy.LONG + " · DSD 80 %</b>")
        .doesNotContain("undefined")
        .doesNotContain(">NaN");
  }

  /** Of a phone's width, on which nothing but tables may be scrolled sideways. */
  @Test
  void theLeastAndTheLargestStudyFitAPhone() throws IOException, InterruptedException {
    Map<String, StudyResult> studies =
        Map.of(
            "whole", MadeUpStudy.whole(),
            "small", MadeUpStudy.small(),
            "diverged", MadeUpStudy.diverged(),
            "large", MadeUpStudy.large());
    StringBuilder frames = new StringBuilder();
    for (Map.Entry<String, StudyResult> study : studies.entrySet()) {
      write(study.getKey(), study.getValue(), "");
      frames.append(
          "<iframe src='%1$s.html' style='width:400px' onload='const root = this.contentDocument"
                  .formatted(study.getKey())
              + ".documentElement; this.title = root.scrollWidth - root.clientWidth'></iframe>");
    }
    Path all = Files.writeString(folder.resolve("all.html"), frames);
    HeadlessBrowser.Opened page = HeadlessBrowser.open(all, folder);
    assertThat(page.console()).isEmpty();
    assertThat(page.dom().split(" title=\"0\"", -1)).hasSize(studies.size() + 1);
  }

  /** So that an empty console means something. */
  @Test
  void errorsAndRequestsAreSeen() throws IOException, InterruptedException {
    String more = script("undefined.x") + "<img src='http://localhost:1/a.png'>";
    Path html = write("broken", MadeUpStudy.small(), more);
    assertThat(HeadlessBrowser.open(html, folder).console())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("TypeError"))
        .anySatisfy(line -> assertThat(line).contains("Content Security Policy"));
  }
}
