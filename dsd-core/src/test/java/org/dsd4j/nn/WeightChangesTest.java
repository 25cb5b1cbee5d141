package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightChangesTest {
  /** All that it has is moved away from where it began. */
  private static Network trained(ElementType type) {
    Network network = network(type, 1);
    Stream.concat(network.parameters().stream(), network.statistics().stream())
        .forEach(
            p -> {
              double[] values = Numbers.get(p.value());
              for (int i = 0; i < values.length; i++) {
                values[i] += 0.25 + i;
              }
              Numbers.set(p.value(), values);
            });
    return network;
  }

  private static Network network(ElementType type, long seed) {
    return Network.builder(Shape.of(4))
        .add("fc1", new Dense(3))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("fc2", new Dense(2))
        .elementType(type)
        .build(Seed.of(seed));
  }

  private static Map<String, double[]> values(Network network) {
    Map<String, double[]> values = new LinkedHashMap<>();
    Stream.concat(network.parameters().stream(), network.statistics().stream())
        .forEach(p -> values.put(p.name(), Numbers.get(p.value())));
    return values;
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  private static Mask everySecond(Parameter parameter) {
    BitSet kept = new BitSet();
    for (int i = 0; i < parameter.shape().elements(); i += 2) {
      kept.set(i);
    }
    return Mask.of(parameter.shape(), kept);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT32", "FLOAT64"})
  void shrinkingTakesTheTrainedWeightsAlone(ElementType type) {
    try (Network network = trained(type)) {
      Map<String, double[]> before = values(network);
      network.freeze("fc2.weight");
      WeightChanges.shrink(network, 0.5);
      Map<String, double[]> after = values(network);
      before.forEach(
          (name, old) ->
              assertThat(after.get(name))
                  .as(name)
                  .isEqualTo(name.equals("fc1.weight") ? times(0.5, old) : old));
    }
  }

  @Test
  void shrinkingTakesWhatIsNamed() {
    try (Network network = trained(ElementType.FLOAT64)) {
      Map<String, double[]> before = values(network);
      network.freeze("fc2.weight");
      WeightChanges.shrink(network, 0.5, "fc2", "norm.bias");
      Map<String, double[]> after = values(network);
      before.forEach(
          (name, old) -> {
            boolean named = name.startsWith("fc2") || name.equals("norm.bias");
            assertThat(after.get(name)).as(name).isEqualTo(named ? times(0.5, old) : old);
          });
    }
  }

  @Test
  void perturbingAddsAShareOfOtherInitialValues() {
    try (Network network = trained(ElementType.FLOAT64);
        Network noise = network(ElementType.FLOAT64, 7)) {
      double[] before = values(network).get("fc1.weight");
      double[] biases = values(network).get("fc1.bias");
      WeightChanges.shrinkAndPerturb(network, 0.4, 0.1, Seed.of(7));
      double[] fresh = values(noise).get("fc1.weight");
      double[] after = values(network).get("fc1.weight");
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isEqualTo(0.4 * before[i] + 0.1 * fresh[i]);
      }
      assertThat(values(network).get("fc1.bias")).isEqualTo(biases);
      long held = network.kernels().memory().bytesHeld();
      WeightChanges.shrinkAndPerturb(network, 0.4, 0.1, Seed.of(7), "*");
      assertThat(values(network).get("fc1.bias")).isNotEqualTo(biases);
      assertThat(network.kernels().memory().bytesHeld()).isEqualTo(held);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT32", "FLOAT64"})
  void resettingGivesWhatBuildingWithTheSeedGives(ElementType type) {
    try (Network network = trained(type);
        Network built = network(type, 9)) {
      Map<String, double[]> before = values(network);
      WeightChanges.reset(network, Seed.of(9), "fc1", "norm");
      Map<String, double[]> after = values(network);
      values(built)
          .forEach(
              (name, fresh) ->
                  assertThat(after.get(name))
                      .as(name)
                      .isEqualTo(name.startsWith("fc2") ? before.get(name) : fresh));
      WeightChanges.reset(network, Seed.of(9), "*");
      assertThat(values(network)).usingRecursiveComparison().isEqualTo(values(built));
    }
  }

  @Test
  void initialValuesAreThoseOfABuiltNetwork() {
    try (Network network = trained(ElementType.FLOAT32);
        Network built = network(ElementType.FLOAT32, 9)) {
      assertThat(WeightChanges.initialValues(network, "fc2.weight", Seed.of(9)))
          .isEqualTo(built.parameter("fc2.weight").value().toFloats());
      assertThatThrownBy(() -> WeightChanges.initialValues(network, "fc3.weight", Seed.of(9)))
          .hasMessageContaining("fc2.weight");
    }
  }

  @Test
  void maskedElementsStayZero() {
    try (Network network = network(ElementType.FLOAT32, 1)) {
      Parameter weight = network.parameter("fc1.weight");
      weight.setMask(everySecond(weight));
      WeightChanges.shrinkAndPerturb(network, 1, 1, Seed.of(2));
      assertHalfIsZero(weight);
      WeightChanges.reset(network, Seed.of(3), "fc1");
      assertHalfIsZero(weight);
    }
  }

  private static void assertHalfIsZero(Parameter weight) {
    float[] values = weight.value().toFloats();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i] == 0).as("element %d", i).isEqualTo(i % 2 == 1);
    }
  }

  @Test
  void badRequestsChangeNothing() {
    try (Network network = trained(ElementType.FLOAT32)) {
      Map<String, double[]> before = values(network);
      assertThatThrownBy(() -> WeightChanges.shrink(network, 0.5, "fc1", "fc9"))
          .hasMessageContaining("fc9")
          .hasMessageContaining("shrink()")
          .hasMessageContaining("fc2.weight");
      assertThatThrownBy(() -> WeightChanges.reset(network, Seed.of(1), "fc1", "fc9"))
          .hasMessageContaining("fc9");
      assertThatThrownBy(() -> WeightChanges.reset(network, Seed.of(1)))
          .hasMessageContaining("at least one name");
      assertThatThrownBy(() -> WeightChanges.shrink(network, 0)).hasMessageContaining("factor");
      assertThatThrownBy(() -> WeightChanges.shrink(network, Double.NaN))
          .hasMessageContaining("factor");
      assertThatThrownBy(() -> WeightChanges.shrinkAndPerturb(network, 1, -1, Seed.of(1)))
          .hasMessageContaining("noise");
      assertThat(values(network)).usingRecursiveComparison().isEqualTo(before);
    }
  }
}
