package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.plan.MemoryUse;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters frozen by name, and statistics held. */
class FreezingTest {
  private static final Shape IMAGE = Shape.of(4, 4, 2);
  private static final Shape BATCH = IMAGE.batched(3);

  static Stream<Named<Supplier<Kernels>>> kernels() {
    return Stream.of(Named.of("ND4J", Nd4jKernels::new), Named.of("oneDNN", OnednnKernels::new));
  }

  private static NetworkBuilder builder() {
    return Network.builder(IMAGE)
        .add("layer1.conv", new Conv2d(3, 3).padding(1).withoutBias())
        .add("layer1.bn", new BatchNorm())
        .add("layer1.relu", Activate.relu())
        .add("layer2.conv", new Conv2d(3, 3).withoutBias())
        .add("layer2.bn", new BatchNorm())
        .add("layer2.relu", Activate.relu())
        .add("flatten", new Flatten())
        .add("fc", new Dense(2));
  }

  private static Network network(ElementType type) {
    Network network = builder().elementType(type).build(Seed.of(1));
    spread(network);
    return network;
  }

  /** Statistics that no batch has. */
  private static void spread(Network network) {
    int seed = 40;
    for (Parameter statistic : network.statistics()) {
      int size = Numbers.size(statistic.value());
      Numbers.set(statistic.value(), Numbers.uniform(size, 0.5, 1.5, seed++));
    }
  }

  private static NetworkPass forward(Network network) {
    float[] images = Numbers.floats(Numbers.normal((int) BATCH.elements(), 11));
    return network
        .begin(Mode.TRAINING, BATCH.extent(0))
        .setInput(0, BATCH, images)
        .forward(Seed.of(3));
  }

  private static double[] outputGradient() {
    return Numbers.normal(2 * BATCH.extent(0), 12);
  }

  private static NetworkPass step(Network network) {
    NetworkPass pass = forward(network);
    Numbers.set(pass.outputGradient("fc"), outputGradient());
    pass.backward();
    return pass;
  }

  private static double objective(Network network) {
    double[] output = Numbers.get(forward(network).output());
    double[] weights = outputGradient();
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      sum += output[i] * weights[i];
    }
    return sum;
  }

  private static List<String> trained(Network network) {
    return network.parameters().stream().filter(Parameter::isTrained).map(Parameter::name).toList();
  }

  @Test
  void namesReachParametersAndLayers() {
    try (Network network = network(ElementType.FLOAT32)) {
      network.freeze("*");
      assertThat(trained(network)).isEmpty();
      network.unfreeze("fc", "layer2.bn.bias");
      assertThat(trained(network)).containsExactly("layer2.bn.bias", "fc.weight", "fc.bias");
      network.unfreeze("*");
      network.freeze("layer1.*", "*.bn");
      assertThat(trained(network)).containsExactly("layer2.conv.weight", "fc.weight", "fc.bias");
      assertThat(network.summary()).contains("of which frozen: 66");
    }
  }

  @Test
  void aNameThatMatchesNothingIsToldAndChangesNothing() {
    try (Network network = network(ElementType.FLOAT32)) {
      assertThatThrownBy(() -> network.freeze("fc", "layer3"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "name 'layer3' in freeze(): expected a match among [layer1.conv.weight,"
                  + " layer1.bn.weight, layer1.bn.bias, layer2.conv.weight, layer2.bn.weight,"
                  + " layer2.bn.bias, fc.weight, fc.bias], received none; check the spelling, or"
                  + " use * for any text");
      assertThat(trained(network)).hasSize(8);
      assertThatThrownBy(() -> network.unfreeze("layer1")).hasMessageContaining("unfreeze()");
      assertThatThrownBy(network::freeze).hasMessageContaining("at least one name");
      assertThatThrownBy(() -> network.holdStatistics("layer1.bn", "*conv"))
          .hasMessage(
              "name '*conv' in holdStatistics(): expected a match among [layer1.bn, layer2.bn],"
                  + " received none; check the spelling, or use * for any text");
      assertThat(network.heldStatistics()).isEmpty();
    }
  }

  @Test
  void frozenStemsCostNoBackward() {
    try (Network network = network(ElementType.FLOAT32);
        Network whole = network(ElementType.FLOAT32)) {
      network.freeze("*");
      network.unfreeze("fc");
      step(network);
      step(whole);
      MemoryUse plan = network.memoryUse();
      // Of the head alone, and nothing is kept for those before it.
      assertThat(plan.gradientBytes()).isEqualTo(4 * (2 * 12 + 2));
      assertThat(plan.plans().get(0).bytes())
          .isLessThan(whole.memoryUse().plans().get(0).bytes() * 2 / 3);
      // The batch norms gather on, until that is forbidden.
      assertThat(Numbers.get(network.parameter("layer1.bn.running_mean").value()))
          .isEqualTo(Numbers.get(whole.parameter("layer1.bn.running_mean").value()));
    }
  }

  @Test
  void gradientsThroughHeldStatisticsAgreeWithDifferences() {
    for (String names : List.of("*", "layer1.*", "layer2.bn")) {
      try (Network network = network(ElementType.FLOAT64)) {
        network.holdStatistics(names);
        for (Parameter parameter : network.parameters()) {
          step(network);
          GradientCheck.check(
              parameter.name() + " with " + names + " held",
              () -> objective(network),
              parameter.value(),
              Numbers.get(parameter.gradient()));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void heldStatisticsAreUsedAndStay(Supplier<Kernels> kernels) {
    try (Network network = builder().kernels(kernels.get()).build(Seed.of(1))) {
      spread(network);
      try (WeightSnapshot before = network.snapshot()) {
        network.holdStatistics("*");
        assertThat(network.heldStatistics()).containsExactly("layer1.bn", "layer2.bn");
        assertThat(network.summary()).contains("BatchNorm, statistics held");
        NetworkPass pass = step(network);
        NetworkPass inference = network.begin(Mode.INFERENCE, BATCH.extent(0));
        float[] images = Numbers.floats(Numbers.normal((int) BATCH.elements(), 11));
        inference.setInput(0, BATCH, images).forward(Seed.of(0));
        assertThat(pass.output().toFloats())
            .containsExactly(inference.output().toFloats(), within(1e-6f));
        try (WeightSnapshot after = network.snapshot()) {
          assertThat(after.sha256()).isEqualTo(before.sha256());
        }
        network.releaseStatistics("layer2.*");
        assertThat(network.heldStatistics()).containsExactly("layer1.bn");
        step(network);
        assertThat(changed(network, before))
            .containsExactly("layer2.bn.running_mean", "layer2.bn.running_var");
      }
    }
  }

  private static List<String> changed(Network network, WeightSnapshot before) {
    List<String> changed = new ArrayList<>();
    for (String name : before.names()) {
      if (!before.array(name).equals(network.parameter(name).value().toArray())) {
        changed.add(name);
      }
    }
    return changed;
  }

  @Test
  void kernelsAgreeOnHeldAndFrozenNetworks() {
    for (String frozen : List.of("fc", "*.bn", "layer1.*")) {
      try (Network one = builder().kernels(new Nd4jKernels()).build(Seed.of(1));
          Network other = builder().kernels(new OnednnKernels()).build(Seed.of(1))) {
        Map<Network, List<float[]>> results =
            Map.of(one, new ArrayList<>(), other, new ArrayList<>());
        results.forEach(
            (network, gradients) -> {
              spread(network);
              network.freeze(frozen);
              network.holdStatistics("*");
              step(network);
              network.parameters().stream()
                  .filter(Parameter::isTrained)
                  .forEach(parameter -> gradients.add(parameter.gradient().toFloats()));
            });
        List<float[]> expected = results.get(one);
        List<float[]> actual = results.get(other);
        assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-4f));
        }
      }
    }
  }

  @Test
  void aPassOfBeforeIsOverWhenStatisticsAreHeld() {
    try (Network network = network(ElementType.FLOAT32)) {
      NetworkPass before = forward(network);
      network.holdStatistics("layer1.bn");
      Tensor output = before.output();
      assertThat(output.toFloats()).hasSize(6);
      NetworkPass after = forward(network);
      assertThatThrownBy(before::output).isInstanceOf(IllegalStateException.class);
      assertThat(after.output().toFloats()).hasSize(6);
    }
  }
}
