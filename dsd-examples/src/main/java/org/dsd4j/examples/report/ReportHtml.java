package org.dsd4j.examples.report;

import java.io.IOException;
import java.util.Map;

/** The report of a run: one self-contained page. */
final class ReportHtml {
  private ReportHtml() {}

  /** The page for a run's result and the pictures of its samples, both given as JSON. */
  static String of(String title, String json, String pictures) throws IOException {
    return HtmlPage.of(
        ReportHtml.class, "report.html", title, Map.of("data", json, "pictures", pictures));
  }
}
