package org.dsd4j.examples.report;

import static org.dsd4j.examples.report.PageParts.escaped;
import static org.dsd4j.examples.report.PageParts.inJson;
import static org.dsd4j.examples.report.PageParts.inScript;

import java.io.IOException;

/** The report: one self-contained page. */
final class ReportHtml {
  private ReportHtml() {}

  /** The page for a run's result and the pictures of its samples, both given as JSON. */
  static String of(String title, String json, String pictures) throws IOException {
    return resource("report.html")
        .replace("{{title}}", escaped(title))
        .replace("{{css}}", PageParts.css())
        .replace("{{echarts}}", PageParts.echarts())
        .replace("{{script}}", inScript(resource("report.js")))
        .replace("{{tables}}", inScript(resource("tables.js")))
        .replace("{{classes}}", inScript(resource("classes.js")))
        .replace("{{charts}}", inScript(resource("charts.js")))
        .replace("{{pictures}}", inJson(pictures))
        .replace("{{data}}", inJson(json));
  }

  private static String resource(String name) throws IOException {
    return PageParts.resource(ReportHtml.class, name);
  }
}
