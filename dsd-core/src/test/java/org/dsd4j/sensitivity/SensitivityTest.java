package org.dsd4j.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.nn.Network;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;

@InEveryLocale
class SensitivityTest {
  private static final List<Double> SPARSITIES = List.of(0.2, 0.4, 0.6, 0.975);

  private static SensitivityCurve curve(String parameter, double... values) {
    List<SensitivityCurve.PrunedPoint> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      int pruned = (int) Math.rint(100 * SPARSITIES.get(i));
      points.add(new SensitivityCurve.PrunedPoint(SPARSITIES.get(i), pruned, values[i]));
    }
    return new SensitivityCurve(parameter, 100, points);
  }

  private static Sensitivity of(boolean higherIsBetter, SensitivityCurve... curves) {
    return new Sensitivity(
        new Sensitivity.ScanSetting("accuracy", higherIsBetter, 2000, "magnitude", SPARSITIES),
        0.9,
        List.of(curves),
        Duration.ofSeconds(1));
  }

  @Test
  void suggestsTheLargestSparsityUpToWhichNoneLosesTooMuch() {
    Sensitivity found =
        of(
            true,
            curve("robust", 0.9, 0.91, 0.895, 0.89),
            curve("lucky", 0.9, 0.7, 0.9, 0.9),
            curve("tender", 0.85, 0.8, 0.5, 0.1),
            curve("broken", 0.9, Double.NaN, 0.9, 0.9));
    assertThat(found.suggested(0.0101))
        .containsExactly(
            entry("robust", 0.975),
            entry("lucky", 0.2),
            entry("tender", 0.0),
            entry("broken", 0.2));
    assertThat(found.suggested(0)).containsEntry("robust", 0.4);
    assertThatThrownBy(() -> found.suggested(-1)).hasMessageContaining("tolerance");
  }

  @Test
  void ofMetricsThatAreBetterLowALossIsARise() {
    assertThat(of(false, curve("a", 0.85, 0.905, 0.95, 0.9)).suggested(0.01))
        .containsExactly(entry("a", 0.4));
  }

  @Test
  void becomesRulesOfPruning() {
    try (Network network = SmallNets.dense(3, 1)) {
      Sensitivity found =
          of(
              true,
              curve("fc1.weight", 0.9, 0.9, 0.5, 0.1),
              curve("fc2.weight", 0.5, 0.4, 0.3, 0.1));
      List<PruneDecision> decisions =
          found.pruning(Pruning.layerwise(), Sensitivity.TOLERANCE).decide(network, 0.9);
      assertThat(decisions.stream().filter(PruneDecision::pruned))
          .singleElement()
          .satisfies(
              decision -> {
                assertThat(decision.parameter().name()).isEqualTo("fc1.weight");
                assertThat(decision.sparsity()).isEqualTo(0.4);
              });
      assertThatThrownBy(
              () -> of(true, curve("fc1.weight", 0.1)).pruning(Pruning.layerwise(), 0.01))
          .hasMessageContaining("larger loss");
    }
  }

  @Test
  void printsATable() {
    String table =
        of(true, curve("conv2.weight", 0.9, 0.9, 0.8, 0.1), curve("fc.weight"))
            .toString()
            .replace(System.lineSeparator(), "\n");
    assertThat(table)
        .isEqualTo(
            """
            Accuracy of 2,000 samples: 0.9000 unpruned. Pruned one by one without training, by magnitude:
            Parameter     Weights     20%     40%     60%   97.5%  Suggested
            conv2.weight      100  0.9000  0.9000  0.8000  0.1000        40%
            fc.weight         100       -       -       -       -          -
            Not measured, as the time was up: fc.weight
            """);
  }

  @Test
  void isWrittenAsRows() {
    Sensitivity found = of(true, curve("a,\"b\"", 0.9, 0.8, Double.NaN, 0.1), curve("fc.weight"));
    assertThat(found.toCsv())
        .startsWith(
            """
            parameter,weights,sparsity,pruned,accuracy,unpruned
            "a,""b""\",100,0.2,20,0.9,0.9
            """)
        .contains("fc.weight,100,0.975,,,0.9\n");
    assertThat(found.toJsonLines().lines())
        .hasSize(8)
        .startsWith(
            "{\"parameter\":\"a,\\\"b\\\"\",\"weights\":100,\"sparsity\":0.2,\"metric\":\"accuracy\","
                + "\"samples\":2000,\"unpruned\":0.9,\"pruned\":20,\"value\":0.9}");
  }

  @Test
  void namesTheCurvesThatThereAre() {
    assertThatThrownBy(() -> of(true, curve("fc1.weight", 0.9)).curve("fc1"))
        .hasMessageContaining("[fc1.weight]");
  }
}
