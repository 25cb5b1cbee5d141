package org.dsd4j.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of text in columns, each as wide as its widest entry.
 *
 * <p>Not part of the public API.
 */
public final class TextTable {
  private record Column(String header, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a left-aligned column. */
  public TextTable left(String header) {
    columns.add(new Column(header, false));
    return this;
  }

  /** Adds a right-aligned column. */
  public TextTable right(String header) {
    columns.add(new Column(header, true));
    return this;
  }

  /** Adds a row with an entry for each column. */
  public TextTable row(String... entries) {
    Check.argument(
        entries.length == columns.size(),
        "row",
        columns.size() + " entries",
        entries.length,
        "give each column one");
    rows.add(List.of(entries));
    return this;
  }

  /** The headers and the rows, one per line. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::header).toList());
    lines.addAll(rows);
    List<String> formats = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      int width = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
      formats.add("%" + (columns.get(i).right ? "" : "-") + Math.max(1, width) + "s");
    }
    String format = String.join("  ", formats);
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(String.format(Locale.ROOT, format, line.toArray()).stripTrailing())
          .append(System.lineSeparator());
    }
    return text.toString();
  }
}
