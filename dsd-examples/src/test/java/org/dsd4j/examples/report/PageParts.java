package org.dsd4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the templates of all pages and their scripts must agree on. */
public final class PageParts {
  private PageParts() {}

  /** The ids of the template are unique, and contain all that these scripts ask for. */
  public static void assertAgree(Class<?> owner, String template, String... scripts)
      throws IOException {
    String page = resource(owner, template);
    List<String> ids = matches(" id=\"([^\"]+)\"", page);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(matches("<script>\\{\\{([^}]+\\.js)}}</script>", page)).contains(scripts);
    for (String script : scripts) {
      assertThat(ids)
          .as(script)
          .containsAll(matches("byId\\('([^']+)'\\)", resource(owner, script)));
    }
    assertThat(ids).containsAll(matches("aria-describedby=\"([^\"]+)\"", page));
  }

  /** The first groups of all matches. */
  static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }

  static String resource(Class<?> owner, String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
