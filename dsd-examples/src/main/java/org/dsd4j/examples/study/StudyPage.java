package org.dsd4j.examples.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.dsd4j.examples.report.HtmlPage;

/** A self-contained page about one question. */
final class StudyPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StudyPage() {}

  /**
   * The page.
   *
   * @param name of its template, such as {@code sensitivity} for {@code sensitivity.html}
   * @param data what its script shows, of maps, lists, texts and numbers
   */
  static String of(String name, String title, Object data) throws IOException {
    return HtmlPage.of(
        StudyPage.class, name + ".html", title, Map.of("data", JSON.writeValueAsString(data)));
  }
}
