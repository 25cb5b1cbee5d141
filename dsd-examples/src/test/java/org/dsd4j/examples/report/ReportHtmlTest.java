package org.dsd4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
}
