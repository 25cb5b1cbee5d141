package org.dsd4j.examples.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.SparsityReport;

/**
 * A trained parameter and its layer; the target sparsity of the last sparse phase, and the actual
 * sparsity at its end.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LayerRow(
    String parameter,
    String layer,
    String kind,
    int size,
    boolean pruned,
    double asked,
    double sparsity,
    String reason) {
  static List<LayerRow> of(DsdResult result, Network network, List<PruneDecision> decisions) {
    Map<String, SparsityReport.Row> sparse =
        result.phase(PhaseKind.SPARSE).sparsity().rows().stream()
            .collect(Collectors.toMap(SparsityReport.Row::parameter, Function.identity()));
    Map<String, PruneDecision> decided =
        decisions.stream()
            .collect(Collectors.toMap(d -> d.parameter().name(), Function.identity()));
    return network.nodes().stream()
        .flatMap(
            node ->
                node.parameterSpecs().stream()
                    .map(spec -> decided.get(node.parameterName(spec.name())))
                    .filter(Objects::nonNull)
                    .map(
                        d -> of(node, d, Objects.requireNonNull(sparse.get(d.parameter().name())))))
        .toList();
  }

  private static LayerRow of(Node node, PruneDecision decision, SparsityReport.Row row) {
    return new LayerRow(
        row.parameter(),
        node.name(),
        node.layer().toString(),
        row.size(),
        decision.pruned(),
        decision.sparsity(),
        row.sparsity(),
        decision.reason());
  }
}
