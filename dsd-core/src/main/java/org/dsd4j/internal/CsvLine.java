package org.dsd4j.internal;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Lines of comma-separated values (RFC 4180).
 *
 * <p>Not part of the public API.
 */
public final class CsvLine {
  private CsvLine() {}

  /** The entries separated by commas, in quotes where they need these, with a line feed. */
  public static String of(Object... entries) {
    return Arrays.stream(entries)
        .map(entry -> quoted(entry.toString()))
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
