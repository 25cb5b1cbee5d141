package org.dsd4j.examples.study.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dsd4j.internal.Check;

/**
 * One value of a grid file: a text, a list or named values, with its place for errors. Immutable.
 *
 * @param place where it stands, such as {@code grid.yaml, line 7: sparse.rate}
 * @param text the text or number; empty for a list and for named values
 * @param items the values of a list
 * @param fields the named values, in order
 */
record GridNode(
    String place, Optional<String> text, List<GridNode> items, Map<String, GridNode> fields) {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  static GridNode ofText(String place, String text) {
    return new GridNode(place, Optional.of(text), List.of(), Map.of());
  }

  static GridNode ofList(String place, List<GridNode> items) {
    return new GridNode(place, Optional.empty(), List.copyOf(items), Map.of());
  }

  static GridNode ofFields(String place, Map<String, GridNode> fields) {
    return new GridNode(place, Optional.empty(), List.of(), new LinkedHashMap<>(fields));
  }

  /** A name, and the options behind it. */
  record Choice(String name, GridNode options) {}

  /** The same with another value of this name. */
  GridNode with(String name, GridNode value) {
    Map<String, GridNode> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return ofFields(place, changed);
  }

  /** The same with a text or number. */
  GridNode with(String name, Object value) {
    return with(name, ofText(place + "." + name, value.toString()));
  }

  /** The same, of which all values that another has are replaced. */
  GridNode changedBy(GridNode other) {
    GridNode changed = this;
    for (Map.Entry<String, GridNode> entry : other.named().fields.entrySet()) {
      changed = changed.with(entry.getKey(), entry.getValue());
    }
    return changed;
  }

  /** These named values, of which each must have one of these names. */
  GridNode only(Set<String> names) {
    named()
        .fields
        .forEach(
            (name, value) ->
                Check.argument(
                    names.contains(name),
                    value.place,
                    "one of " + names,
                    "'" + name + "'",
                    "check the spelling"));
    return this;
  }

  /** These named values; nothing at all is none. */
  private GridNode named() {
    if (text.filter(t -> !t.isEmpty()).isPresent() || !items.isEmpty()) {
      throw error("names with values", "write name: value");
    }
    return this;
  }

  Optional<GridNode> field(String name) {
    return Optional.ofNullable(named().fields.get(name));
  }

  GridNode needed(String name) {
    return field(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(place, "'" + name + "'", "none", "add " + name + ": ...")));
  }

  /** The value of this name, or no values. */
  GridNode orEmpty(String name) {
    return field(name).orElse(ofFields(place + "." + name, Map.of()));
  }

  String word() {
    if (text.isEmpty() || text.get().isBlank()) {
      throw error("a text", "write one");
    }
    return text.get();
  }

  double number() {
    String word = word();
    if (!NUMBER.matcher(word).matches() || !Double.isFinite(Double.parseDouble(word))) {
      throw error("a number", "write it as 0.4 or 5e-4");
    }
    return Double.parseDouble(word);
  }

  /** A number of at least 1. */
  int count() {
    double number = number();
    if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
      throw error("a whole number of at least 1", "write one such as 10");
    }
    return (int) number;
  }

  /** A number above 0. */
  double positive() {
    double number = number();
    if (number <= 0) {
      throw error("a number above 0", "write one such as 0.1");
    }
    return number;
  }

  /** The values of a list; a single value is a list of one. */
  List<GridNode> list() {
    if (text.isPresent()) {
      return List.of(this);
    }
    if (items.isEmpty()) {
      throw error("a list of at least one", "write it as [a, b]");
    }
    return items;
  }

  List<Double> numbers() {
    return list().stream().map(GridNode::number).toList();
  }

  List<String> words() {
    return list().stream().map(GridNode::word).toList();
  }

  /** A name alone, or with one value behind it. */
  Choice choice() {
    if (text.isPresent()) {
      return new Choice(word(), ofFields(place, Map.of()));
    }
    if (fields.size() != 1) {
      throw error("one name, or one with options", "write name, or name: {option: value}");
    }
    Map.Entry<String, GridNode> only = fields.entrySet().iterator().next();
    return new Choice(only.getKey(), only.getValue());
  }

  /** Adds this place to the message of an error. */
  void check(Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  /** The error that something else is expected here. */
  IllegalArgumentException error(String expected, String action) {
    return new IllegalArgumentException(Check.message(place, expected, this, action));
  }

  @Override
  public String toString() {
    if (text.isPresent()) {
      return text.get().isEmpty() ? "nothing" : "'" + text.get() + "'";
    }
    return items.isEmpty() ? new ArrayList<>(fields.keySet()).toString() : items.toString();
  }
}
