package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints a network as a table. */
final class NetworkSummary {
  private static final List<String> HEADERS =
      List.of("Layer", "Kind", "Reads", "Output", "Parameters");
  private static final int NUMBER_COLUMN = HEADERS.size() - 1;

  private final NetworkGraph graph;
  private final Map<String, Parameter> parameters;

  NetworkSummary(NetworkGraph graph, List<Parameter> parameters) {
    this.graph = graph;
    this.parameters =
        parameters.stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
  }

  private long trained(Node node) {
    return node.parameterSpecs().stream()
        .filter(spec -> spec.role().trainable())
        .mapToLong(spec -> spec.shape().elements())
        .sum();
  }

  private long masked() {
    return parameters.values().stream()
        .flatMap(parameter -> parameter.mask().stream())
        .mapToLong(mask -> mask.size() - mask.keptCount())
        .sum();
  }

  @Override
  public String toString() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADERS);
    graph.inputs().forEach((name, shape) -> rows.add(row(name, "input", "", shape, 0)));
    for (Node node : graph.nodes()) {
      String sources = String.join(", ", node.sources());
      rows.add(
          row(node.name(), node.layer().toString(), sources, node.outputShape(), trained(node)));
    }
    long total = graph.nodes().stream().mapToLong(this::trained).sum();
    String end = String.format(Locale.ROOT, "Trained parameters: %,d", total);
    long masked = masked();
    return table(rows)
        + end
        + (masked == 0 ? "" : String.format(Locale.ROOT, ", of which masked: %,d", masked))
        + System.lineSeparator();
  }

  private static List<String> row(
      String name, String kind, String sources, Object shape, long count) {
    String number = count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
    return List.of(name, kind, sources, shape.toString(), number);
  }

  private static String table(List<List<String>> rows) {
    int[] widths = new int[HEADERS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String format = i == NUMBER_COLUMN ? "%" + widths[i] + "s" : "%-" + widths[i] + "s  ";
        line.append(format.formatted(row.get(i)));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
