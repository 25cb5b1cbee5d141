package org.dsd4j.examples.study.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dsd4j.examples.report.HtmlPage;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.study.StudyResult;

/**
 * The report of a study: one self-contained page that asks nothing of the network. It says first,
 * in words, what DSD gains in each task and what else does as well.
 */
public final class StudyReport {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private StudyReport() {}

  /**
   * Where a study comes from, so that a reader can make it again. Any text may be empty, and is
   * then left out of the page.
   *
   * @param title what the study asks
   * @param command the command line that makes it again
   * @param java a snippet of Java that makes it again
   * @param versions versions, machine and the like, by name
   */
  public record Origin(String title, String command, String java, Map<String, String> versions) {
    /** Copies the versions. */
    public Origin {
      Check.given("title", title);
      Check.given("command", command);
      Check.given("java", java);
      versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /** Nothing is known but the title. */
    public static Origin titled(String title) {
      return new Origin(title, "", "", Map.of());
    }
  }

  /**
   * Writes the page, whole or not at all; a file of that name is replaced.
   *
   * @param result the study, finished or not
   * @param origin where it comes from
   * @param html the file; its folder is made if there is none
   */
  public static void write(StudyResult result, Origin origin, Path html) {
    byte[] page = page(result, origin).getBytes(StandardCharsets.UTF_8);
    Path folder = Objects.requireNonNullElse(html.toAbsolutePath().getParent(), html);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileErrors.unwritable(folder, e);
    }
    AtomicFile.write(html, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(page)));
  }

  /** The page. */
  static String page(StudyResult result, Origin origin) {
    ShownStudy shown = ShownStudy.of(result, origin);
    try {
      return HtmlPage.of(
          StudyReport.class, "study.html", shown.title(), Map.of("data", json(shown)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(ShownStudy shown) {
    try {
      return JSON.writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always make JSON", e);
    }
  }
}
