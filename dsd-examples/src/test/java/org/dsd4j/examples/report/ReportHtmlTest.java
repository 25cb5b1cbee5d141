package org.dsd4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class ReportHtmlTest {
  @Test
  void namesThatLookLikeTagsStayData() throws IOException {
    String page =
        ReportHtml.of("a < b", "{\"class\": \"<!--<script> </script>\"}", "{\"7\": \"data:<\"}");
    assertThat(page)
        .contains("<title>a &lt; b")
        .contains("{\"class\": \"\\u003c!--\\u003cscript> \\u003c/script>\"}")
        .doesNotContain("<!--<script>");
  }

  @Test
  void scriptsAndPageAgreeOnNames() throws IOException {
    PageParts.assertAgree(
        ReportHtml.class, "report.html", "report.js", "tables.js", "classes.js", "charts.js");
  }

  /** A title is no place of the template, whatever it looks like. */
  @Test
  void whatIsFilledInIsNotFilledAgain() throws IOException {
    assertThat(ReportHtml.of("{{data}}", "\"{{pictures}}\"", "{}"))
        .contains("<title>{{data}}")
        .contains("\"{{pictures}}\"");
  }

  /** A caption in a box that scrolls is cut off, and so is a legend that is drawn over a plot. */
  @Test
  void captionsAndLegendsAreOutsideOfWhatIsCut() throws IOException {
    assertThat(page("report.html")).doesNotContain("<caption").contains("class=\"caption\"");
    assertThat(page("charts.js")).doesNotContain("legend:");
    assertThat(PageParts.matches("(<table id=\"[^>]+>)", page("report.html")))
        .filteredOn(table -> !table.contains("settings") && !table.contains("provenance"))
        .allSatisfy(
            table ->
                assertThat(page("report.html"))
                    .containsPattern("class=\"scroll[^\"]*\"[^>]*>\\s*" + Pattern.quote(table)));
  }

  private static String page(String name) throws IOException {
    return PageParts.resource(ReportHtml.class, name);
  }
}
