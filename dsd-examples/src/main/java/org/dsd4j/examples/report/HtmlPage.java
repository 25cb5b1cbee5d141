package org.dsd4j.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes self-contained pages of templates. A template has places such as <code>{{title}}</code>: a
 * place with the name of a style sheet or a script takes that resource, {@code echarts} the library
 * for charts, {@code title} the title, and any other one data as JSON.
 */
public final class HtmlPage {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([\\w.-]+)}}");

  private HtmlPage() {}

  /**
   * The page.
   *
   * @param owner a class beside which the template and its resources lie; those that several pages
   *     share lie beside this class
   * @param template the name of the template
   * @param title the title, plain text
   * @param data JSON by the name of its place
   * @throws IOException if the program lacks a resource, or a place has no data
   */
  public static String of(Class<?> owner, String template, String title, Map<String, String> data)
      throws IOException {
    Matcher places = PLACE.matcher(resource(owner, template));
    StringBuilder page = new StringBuilder();
    while (places.find()) {
      String content = content(owner, places.group(1), title, data);
      places.appendReplacement(page, Matcher.quoteReplacement(content));
    }
    return places.appendTail(page).toString();
  }

  private static String content(
      Class<?> owner, String place, String title, Map<String, String> data) throws IOException {
    if (place.endsWith(".css")) {
      return resource(owner, place);
    }
    if (place.endsWith(".js")) {
      return inScript(resource(owner, place));
    }
    if (place.equals("echarts")) {
      return inScript(echarts());
    }
    return place.equals("title") ? escaped(title) : inJson(given(place, data.get(place)));
  }

  private static String given(String place, @Nullable String json) throws IOException {
    if (json == null) {
      throw new IOException("the page has a place '" + place + "' for which there are no data");
    }
    return json;
  }

  private static String echarts() throws IOException {
    Properties versions = new Properties();
    versions.load(
        new StringReader(resource(HtmlPage.class, "/org/dsd4j/examples/versions.properties")));
    return resource(
        HtmlPage.class,
        "/META-INF/resources/webjars/echarts/"
            + versions.getProperty("echarts")
            + "/dist/echarts.common.min.js");
  }

  private static String resource(Class<?> owner, String name) throws IOException {
    try (InputStream own = owner.getResourceAsStream(name);
        InputStream shared = HtmlPage.class.getResourceAsStream(name)) {
      InputStream in = own == null ? shared : own;
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
