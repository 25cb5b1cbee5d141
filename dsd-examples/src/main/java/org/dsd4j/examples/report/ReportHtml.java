package org.dsd4j.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The report: one self-contained page. */
final class ReportHtml {
  private ReportHtml() {}

  /** The page for a run's result and the pictures of its samples, both given as JSON. */
  static String of(String title, String json, String pictures) throws IOException {
    return resource("report.html")
        .replace("{{title}}", escaped(title))
        .replace("{{css}}", resource("report.css"))
        .replace("{{echarts}}", inScript(echarts()))
        .replace("{{script}}", inScript(resource("report.js")))
        .replace("{{tables}}", inScript(resource("tables.js")))
        .replace("{{classes}}", inScript(resource("classes.js")))
        .replace("{{charts}}", inScript(resource("charts.js")))
        .replace("{{pictures}}", inJson(pictures))
        .replace("{{data}}", inJson(json));
  }

  private static String echarts() throws IOException {
    Properties versions = new Properties();
    versions.load(new StringReader(resource("/org/dsd4j/examples/versions.properties")));
    return resource(
        "/META-INF/resources/webjars/echarts/"
            + versions.getProperty("echarts")
            + "/dist/echarts.common.min.js");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportHtml.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the program lacks its resource " + name + "; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Escapes text that looks like a tag, such as in names of classes. */
  private static String inJson(String json) {
    return json.replace("<", "\\u003c");
  }

  /** Escapes text that looks like a closing tag, so that it does not end the script. */
  private static String inScript(String text) {
    return text.replace("</", "<\\/");
  }
}
