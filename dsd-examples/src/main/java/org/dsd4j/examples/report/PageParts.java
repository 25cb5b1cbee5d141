package org.dsd4j.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What self-contained pages are put together from. */
public final class PageParts {
  private PageParts() {}

  /** The style of all pages. */
  public static String css() throws IOException {
    return resource(PageParts.class, "report.css");
  }

  /** The library for charts, as the content of a script. */
  public static String echarts() throws IOException {
    Properties versions = new Properties();
    versions.load(
        new StringReader(resource(PageParts.class, "/org/dsd4j/examples/versions.properties")));
    return inScript(
        resource(
            PageParts.class,
            "/META-INF/resources/webjars/echarts/"
                + versions.getProperty("echarts")
                + "/dist/echarts.common.min.js"));
  }

  /**
   * A text among a class's resources.
   *
   * @throws IOException if it is missing
   */
  public static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the program lacks its resource " + name + "; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Text for the content of an element. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Escapes text that looks like a tag, such as in names of classes. */
  public static String inJson(String json) {
    return json.replace("<", "\\u003c");
  }

  /** Escapes text that looks like a closing tag, so that it does not end the script. */
  public static String inScript(String text) {
    return text.replace("</", "<\\/");
  }
}
