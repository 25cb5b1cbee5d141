package org.dsd4j.examples.study;

import static org.dsd4j.examples.report.PageParts.escaped;
import static org.dsd4j.examples.report.PageParts.inJson;
import static org.dsd4j.examples.report.PageParts.inScript;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.dsd4j.examples.report.PageParts;

/** A self-contained page about one question. */
final class StudyPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StudyPage() {}

  /**
   * The page.
   *
   * @param name of its resources, such as {@code sensitivity} for {@code sensitivity.html} and
   *     {@code sensitivity.js}
   * @param data what the script shows, of maps, lists, texts and numbers
   */
  static String of(String name, String title, Object data) throws IOException {
    String page = PageParts.resource(StudyPage.class, name + ".html");
    String charts = page.contains("{{echarts}}") ? PageParts.echarts() : "";
    return page.replace("{{title}}", escaped(title))
        .replace("{{css}}", PageParts.css())
        .replace("{{echarts}}", charts)
        .replace("{{script}}", inScript(PageParts.resource(StudyPage.class, name + ".js")))
        .replace("{{data}}", inJson(JSON.writeValueAsString(data)));
  }
}
