package org.dsd4j.examples.study.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.FileErrors;
import org.jspecify.annotations.Nullable;

/** Reads YAML, of which JSON is a part, into nodes that know their lines. */
final class GridReader {
  private final String file;
  private final YAMLParser parser;

  private GridReader(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The values of a file.
   *
   * @throws IllegalArgumentException if it is neither YAML nor JSON; the message has the line
   */
  static GridNode read(Path path) {
    String file = String.valueOf(path.getFileName());
    // Tabs are usual in JSON, where they mean the same as spaces; YAML refuses them.
    String text = text(path);
    String spaced = file.endsWith(".json") ? text.replace('\t', ' ') : text;
    try (YAMLParser parser = new YAMLFactory().createParser(spaced)) {
      GridReader reader = new GridReader(file, parser);
      JsonToken first = parser.nextToken();
      Check.argument(
          first == JsonToken.START_OBJECT, file, "names with values", first, "write name: value");
      GridNode root = reader.value("", first);
      Check.argument(
          parser.nextToken() == null, file, "one grid", "a second one", "write a file for each");
      return root;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          Check.message(
              file + ", line " + line,
              "YAML or JSON",
              e.getOriginalMessage().lines().findFirst().orElse("another text"),
              "check brackets, colons and indentation"),
          e);
    } catch (IOException e) {
      throw FileErrors.unreadable(path, e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw FileErrors.unreadable(path, e);
    }
  }

  private GridNode value(String name, @Nullable JsonToken token) throws IOException {
    String place = place(name);
    Check.argument(
        !parser.isCurrentAlias(), place, "a value", "an alias (*)", "write the value again");
    if (token == JsonToken.START_OBJECT) {
      return GridNode.ofFields(place, fields(name));
    }
    if (token == JsonToken.START_ARRAY) {
      return GridNode.ofList(place, items(name));
    }
    return GridNode.ofText(place, token == JsonToken.VALUE_NULL ? "" : parser.getText());
  }

  private Map<String, GridNode> fields(String name) throws IOException {
    Map<String, GridNode> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      String whole = name.isEmpty() ? field : name + "." + field;
      String place = place(whole);
      GridNode value = value(whole, parser.nextToken());
      Check.argument(
          fields.put(field, value) == null,
          place,
          "each name once",
          "a second '" + field + "'",
          "leave one out");
    }
    return fields;
  }

  private List<GridNode> items(String name) throws IOException {
    List<GridNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(name, token));
    }
    return items;
  }

  private String place(String name) {
    return file
        + ", line "
        + parser.currentTokenLocation().getLineNr()
        + (name.isEmpty() ? "" : ": " + name);
  }
}
