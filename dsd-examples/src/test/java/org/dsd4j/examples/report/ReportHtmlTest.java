package org.dsd4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }

  @Test
  void scriptsAndPageAgreeOnNames() throws IOException {
    String page = page("report.html");
    List<String> ids = matches(" id=\"([^\"]+)\"", page);
    assertThat(ids).doesNotHaveDuplicates();
    for (String script : List.of("report.js", "tables.js", "classes.js", "charts.js")) {
      assertThat(ids).as(script).containsAll(matches("byId\\('([^']+)'\\)", page(script)));
      assertThat(page)
          .contains(
              "<script>{{" + script.replace(".js", "").replace("report", "script") + "}}</script>");
    }
    assertThat(ids).containsAll(matches("aria-describedby=\"([^\"]+)\"", page));
  }

  /** A caption in a box that scrolls is cut off, and so is a legend that is drawn over a plot. */
  @Test
  void captionsAndLegendsAreOutsideOfWhatIsCut() throws IOException {
    assertThat(page("report.html")).doesNotContain("<caption").contains("class=\"caption\"");
    assertThat(page("charts.js")).doesNotContain("legend:");
    assertThat(matches("(<table id=\"[^>]+>)", page("report.html")))
        .filteredOn(table -> !table.contains("settings") && !table.contains("provenance"))
        .allSatisfy(
            table ->
                assertThat(page("report.html"))
                    .containsPattern("class=\"scroll[^\"]*\"[^>]*>\\s*" + Pattern.quote(table)));
  }

  private static String page(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(ReportHtml.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
