package org.dsd4j.nn;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.dsd4j.internal.TextTable;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Parameter;

/** Prints a network as a table. */
final class NetworkSummary {
  private final NetworkGraph graph;
  private final Collection<Parameter> parameters;

  /**
   * A summary of a graph.
   *
   * @param parameters the parameters whose masks and state are shown, if there are any yet
   */
  NetworkSummary(NetworkGraph graph, Collection<Parameter> parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  private String ofWhich(String what, ToLongFunction<Parameter> count) {
    long sum = parameters.stream().filter(p -> p.role().trainable()).mapToLong(count).sum();
    return sum == 0 ? "" : ", of which " + what + ": " + number(sum);
  }

  private static long frozen(Parameter parameter) {
    return parameter.isTrained() ? 0 : parameter.shape().elements();
  }

  private static long masked(Parameter parameter) {
    return parameter.mask().map(mask -> mask.size() - mask.keptCount()).orElse(0);
  }

  private static String number(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
  }

  @Override
  public String toString() {
    TextTable table =
        new TextTable().left("Layer").left("Kind").left("Reads").left("Output").right("Parameters");
    graph.inputs().forEach((name, shape) -> table.row(name, "input", "", shape.toString(), ""));
    for (Node node : graph.nodes()) {
      table.row(
          node.name(),
          node.description(),
          String.join(", ", node.sources()),
          node.outputShape().toString(),
          number(node.parameterCount()));
    }
    return table
        + "Trained parameters: "
        + String.format(Locale.ROOT, "%,d", graph.parameterCount())
        + ofWhich("frozen", NetworkSummary::frozen)
        + ofWhich("masked", NetworkSummary::masked)
        + System.lineSeparator();
  }
}
