package org.dsd4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.RowConvolution;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.layer.recurrent.Rnn;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@InEveryLocale
class PruningTest {
  private final Network network = SmallNets.convolutional(1);

  @AfterEach
  void close() {
    network.close();
  }

  private Map<String, Double> pruned(Pruning pruning) {
    return pruning.decide(network, 0.3).stream()
        .filter(PruneDecision::pruned)
        .collect(Collectors.toMap(d -> d.parameter().name(), PruneDecision::sparsity));
  }

  @Test
  void sparesFirstConvolutionBiasesAndNormsByDefault() {
    assertThat(pruned(Pruning.layerwise()))
        .isEqualTo(Map.of("conv2.weight", 0.3, "fc.weight", 0.3));
    List<PruneDecision> decisions = Pruning.layerwise().decide(network, 0.3);
    assertThat(decisions)
        .filteredOn(d -> !d.pruned())
        .extracting(d -> d.parameter().name() + ": " + d.reason())
        .containsExactly(
            "conv1.weight: first convolution",
            "conv1.bias: bias",
            "bn1.weight: norm scale",
            "bn1.bias: norm shift",
            "conv2.bias: bias",
            "fc.bias: bias");
  }

  @Test
  void prunesSomeLayersAlone() {
    assertThat(pruned(Pruning.layerwise().only("conv1", "fc")))
        .isEqualTo(Map.of("conv1.weight", 0.3, "fc.weight", 0.3));
    assertThat(pruned(Pruning.layerwise().exclude("fc").only("fc", 0.98)))
        .isEqualTo(Map.of("fc.weight", 0.98));
    assertThat(pruned(Pruning.layerwise().only(Map.of("conv2", 0.5, "fc", 0.98))))
        .isEqualTo(Map.of("conv2.weight", 0.5, "fc.weight", 0.98));
    assertThat(Pruning.layerwise().only("fc", 0.98))
        .hasToString("magnitude, layer by layer; exclude *, include fc at 0.98");
    assertThatThrownBy(() -> Pruning.layerwise().only()).hasMessageContaining("only()");
    assertThatThrownBy(() -> Pruning.layerwise().only(Map.of())).hasMessageContaining("only()");
    assertThatThrownBy(() -> pruned(Pruning.layerwise().only("fc9", 0.98)))
        .hasMessageContaining("fc9");
  }

  @Test
  void takesSparsitiesByLayerInTheOrderOfNames() {
    Pruning pruning = Pruning.layerwise().sparsities(Map.of("fc", 0.98, "conv2", 0.5));
    assertThat(pruned(pruning)).isEqualTo(Map.of("conv2.weight", 0.5, "fc.weight", 0.98));
    assertThat(pruning)
        .hasToString("magnitude, layer by layer; include conv2 at 0.5, include fc at 0.98");
    assertThat(pruned(Pruning.layerwise().sparsities(Map.of("fc", 0.98))))
        .isEqualTo(Map.of("conv2.weight", 0.3, "fc.weight", 0.98));
    assertThat(pruned(Pruning.layerwise().sparsities(Map.of()))).hasSize(2);
    int weights = (int) network.parameter("fc.weight").shape().elements();
    Mask mask = pruning.masks(pruning.decide(network, 0.3)).get(network.parameter("fc.weight"));
    assertThat(mask.keptCount()).isEqualTo(weights - (int) Math.rint(weights * 0.98));
  }

  @Test
  void prunesRecurrentWeightsAndSparesEmbeddingsAndRowConvolutions() {
    try (Network words =
        Network.builder(Shape.of(6))
            .add("embedding", new Embedding(40, 10))
            .add("lstm", new Lstm(10).bidirectional())
            .add("gru", new Gru(10))
            .add("rnn", new Rnn(10))
            .add("norm", new BatchNorm())
            .add("lookahead", new RowConvolution(4))
            .add("fc", new Dense(10))
            .build(Seed.of(1))) {
      Pruning layerwise = Pruning.layerwise();
      List<PruneDecision> decisions = layerwise.decide(words, 0.3);
      Map<Parameter, Mask> masks = layerwise.masks(decisions);
      assertThat(masks.keySet())
          .extracting(Parameter::name)
          .containsExactly(
              "lstm.weight_ih_l0",
              "lstm.weight_hh_l0",
              "lstm.weight_ih_l0_reverse",
              "lstm.weight_hh_l0_reverse",
              "gru.weight_ih_l0",
              "gru.weight_hh_l0",
              "rnn.weight_ih_l0",
              "rnn.weight_hh_l0",
              "fc.weight");
      masks.forEach(
          (parameter, mask) ->
              assertThat(mask.keptCount())
                  .as(parameter.name())
                  .isEqualTo((int) parameter.shape().elements() * 7 / 10));
      assertThat(decisions)
          .filteredOn(d -> !d.pruned() && d.parameter().role().isWeight())
          .extracting(d -> d.parameter().name() + ": " + d.reason())
          .containsExactly("embedding.weight: embedding", "lookahead.weight: lookahead weight");
      assertThat(layerwise.include("embedding", "lookahead").decide(words, 0.3))
          .filteredOn(PruneDecision::pruned)
          .hasSize(11);
    }
  }

  @Test
  void followsNamesPatternsAndSparsitiesOfTheirOwn() {
    assertThat(pruned(Pruning.layerwise().include("conv1").exclude("fc")))
        .isEqualTo(Map.of("conv1.weight", 0.3, "conv2.weight", 0.3));
    assertThat(pruned(Pruning.layerwise().exclude("*").sparsity("conv*", 0.5)))
        .isEqualTo(Map.of("conv1.weight", 0.5, "conv2.weight", 0.5));
    assertThat(pruned(Pruning.layerwise().include("fc.bias"))).containsKey("fc.bias");
  }

  @Test
  void sparesWhatIsFrozenUnlessARuleNamesIt() {
    network.freeze("*");
    network.unfreeze("fc");
    assertThat(pruned(Pruning.layerwise())).isEqualTo(Map.of("fc.weight", 0.3));
    assertThat(Pruning.layerwise().decide(network, 0.3))
        .filteredOn(d -> d.parameter().name().equals("conv2.weight"))
        .extracting(PruneDecision::reason)
        .containsExactly("frozen");
    assertThat(pruned(Pruning.layerwise().sparsity("conv2", 0)).get("conv2.weight")).isZero();
  }

  @Test
  void refusesToPruneWhatIsFrozenAsItWouldNeverComeBack() {
    network.freeze("conv2");
    for (Pruning pruning :
        List.of(
            Pruning.layerwise().include("conv2"),
            Pruning.layerwise().sparsity("c*2.weight", 0.5),
            Pruning.layerwise().include("conv2.bias"),
            Pruning.layerwise().exclude("conv2").include("*"))) {
      assertThatThrownBy(() -> pruning.decide(network, 0.3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pruning of 'conv2.")
          .hasMessageContaining("a frozen one, included by '")
          .hasMessageContaining("unfreeze it, or exclude it behind that rule");
    }
    assertThat(pruned(Pruning.layerwise().include("*").exclude("conv2"))).containsKey("fc.weight");
  }

  @Test
  void theLastRuleThatMatchesWinsAndSaysSo() {
    Pruning pruning = Pruning.layerwise().sparsity("fc", 0).sparsity("f*", 0.5);
    assertThat(pruned(pruning)).containsEntry("fc.weight", 0.5);
    assertThat(pruning.decide(network, 0.3))
        .filteredOn(d -> d.parameter().name().equals("fc.weight"))
        .extracting(PruneDecision::reason)
        .containsExactly("included by 'f*', the last of the rules 'fc', 'f*'");
    assertThat(pruned(Pruning.layerwise().sparsity("f*", 0.5).sparsity("fc", 0)))
        .containsEntry("fc.weight", 0.0);
  }

  @Test
  void tellsWhichParametersASparsityWillEmpty() {
    Pruning pruning = Pruning.layerwise().sparsity("conv2", 0.999);
    assertThat(pruning.emptied(pruning.decide(network, 0.3)))
        .extracting(Parameter::name)
        .containsExactly("conv2.weight");
    // Of 4 filters 1 stays at 0.8 and none at 0.9.
    Pruning filters = Pruning.with(new FilterPruner()).sparsity("conv2", 0.8);
    assertThat(filters.emptied(filters.decide(network, 0.3))).isEmpty();
    Pruning none = filters.sparsity("conv2", 0.9);
    assertThat(none.emptied(none.decide(network, 0.3))).hasSize(1);
  }

  @Test
  void aLayersNameMeansItsWeightsOnly() {
    assertThat(pruned(Pruning.layerwise().include("fc"))).doesNotContainKey("fc.bias");
    assertThat(pruned(Pruning.layerwise().include("conv2", "f*"))).doesNotContainKey("fc.bias");
  }

  @Test
  void refusesANameThatMatchesNothingAndListsTheNames() {
    assertThatThrownBy(() -> Pruning.layerwise().exclude("conv9").decide(network, 0.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'conv9'")
        .hasMessageContaining("conv1.weight")
        .hasMessageContaining("fc.bias")
        .hasMessageContaining("check the spelling");
  }

  @Test
  void refusesToPruneNothing() {
    assertThatThrownBy(() -> Pruning.layerwise().exclude("*").decide(network, 0.3))
        .hasMessageContaining("at least one parameter to prune");
  }

  @Test
  void refusesSparsitiesOutsideOfTheRange() {
    for (double wrong : new double[] {-0.1, 1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> Pruning.layerwise().decide(network, wrong))
          .hasMessageContaining("sparsity: expected a fraction in [0, 1), received " + wrong);
      assertThatThrownBy(() -> Pruning.layerwise().sparsity("fc", wrong))
          .hasMessageContaining("sparsity of fc");
    }
  }

  @Test
  void scoresAndTheirWayArePrinted() {
    assertThat(Pruning.layerwise()).hasToString("magnitude, layer by layer");
    assertThat(Pruning.globally()).hasToString("magnitude, all layers together");
    assertThat(Pruning.globally(new RandomScore(Seed.of(3))).exclude("fc"))
        .hasToString("random, seed 3, all layers together; exclude fc");
  }

  @Test
  void refusesToGoByGradientsThatNobodyComputed() {
    Pruning pruning = Pruning.globally(new WeightTimesGradient());
    assertThatThrownBy(() -> pruning.masks(pruning.decide(network, 0.3)))
        .hasMessageStartingWith(
            "gradients to prune by |weight × gradient|, all layers together: expected some that"
                + " are not zero, received zeros alone");
    float[] gradient = new float[(int) network.parameter("fc.weight").shape().elements()];
    gradient[5] = 1;
    network.parameter("fc.weight").gradient().set(gradient);
    Map<Parameter, Mask> masks = pruning.masks(pruning.decide(network, 0.3));
    assertThat(masks.get(network.parameter("fc.weight")).keeps(5)).isTrue();
  }

  @Test
  void reportCountsMaskAndZerosApart() {
    Pruning pruning = Pruning.layerwise();
    pruning.masks(pruning.decide(network, 0.25)).forEach((p, mask) -> p.setMask(mask));
    SparsityReport.Row row =
        SparsityReport.of(network).rows().stream()
            .filter(r -> r.parameter().equals("fc.weight"))
            .findFirst()
            .orElseThrow();
    assertThat(row.sparsity()).isEqualTo(0.25);
    assertThat(row.density()).isEqualTo(0.75);
    // The mask is set but not yet enforced, which the report must not hide.
    assertThat(row.isBroken()).isTrue();
    assertThat(SparsityReport.of(network).toString()).contains("differs from the mask");
  }
}
