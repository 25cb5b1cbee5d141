package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.nn.plan.MemoryUse;
import org.dsd4j.nn.plan.PlanOptions;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.RandomNets;

/** Fusing, sharing and recomputing change nothing but time and memory. */
class PlanPropertyTest {
  private static final int BATCH = 2;
  private static final PlanOptions SHARED_ALONE = PlanOptions.PLAIN.sharing();

  @Property(tries = 40)
  void plansOfAnyKindGiveTheSame(@ForAll boolean images, @ForAll long seed) {
    Map<String, double[]> plain = results(images, seed, PlanOptions.PLAIN);
    assertSame(results(images, seed, PlanOptions.DEFAULT), plain);
    assertSame(results(images, seed, SHARED_ALONE), plain);
  }

  @Property(tries = 25)
  void recomputingGivesTheSameBits(
      @ForAll boolean images, @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int parts) {
    Map<String, double[]> kept = results(images, seed, PlanOptions.DEFAULT);
    Map<String, double[]> recomputed = results(images, seed, PlanOptions.DEFAULT.segments(parts));
    assertThat(recomputed.keySet()).isEqualTo(kept.keySet());
    recomputed.forEach((name, v) -> assertThat(v).as(name).containsExactly(kept.get(name)));
  }

  private static void assertSame(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (name, values) ->
            assertThat(values).as(name).containsExactly(expected.get(name), within(1e-8)));
  }

  /** Outputs, statistics and gradients after two steps, and predictions. */
  private static Map<String, double[]> results(boolean images, long seed, PlanOptions options) {
    Map<String, double[]> results = new LinkedHashMap<>();
    try (Network network =
        RandomNets.builder(images, seed).planOptions(options).build(Seed.of(1))) {
      freezeSome(network, seed);
      holdSome(network, seed);
      for (int step = 0; step < 2; step++) {
        step(network, step, results);
      }
      network.statistics().forEach(s -> results.put(s.name(), Numbers.get(s.value())));
      network.parameters().stream()
          .filter(Parameter::isTrained)
          .forEach(p -> results.put(p.name(), scaled(Numbers.get(p.gradient()))));
      NetworkPass inference = begin(network, Mode.INFERENCE, 7).forward(Seed.of(7));
      for (String output : network.outputShapes().keySet()) {
        results.put("inferred " + output, Numbers.get(inference.output(output)));
      }
      MemoryUse plan = network.memoryUse();
      assertThat(plan.plans())
          .allSatisfy(
              held ->
                  assertThat(held.bytes())
                      .isLessThan(held.bytesUnshared() + 8 * 32 * held.tensors()));
    }
    return results;
  }

  /** Batch normalisation of constants makes gradients of any size; only their agreement counts. */
  private static double[] scaled(double[] gradient) {
    double largest = 1;
    for (double value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= largest;
    }
    return gradient;
  }

  private static void freezeSome(Network network, long seed) {
    RandomGenerator random = Seed.of(seed).derive("frozen").stream();
    if (random.nextBoolean()) {
      network.parameters().stream()
          .filter(parameter -> random.nextInt(3) == 0)
          .forEach(Parameter::freeze);
    }
  }

  private static void holdSome(Network network, long seed) {
    RandomGenerator random = Seed.of(seed).derive("held").stream();
    network.nodes().stream()
        .filter(node -> node.hasStatistics() && random.nextBoolean())
        .forEach(node -> network.holdStatistics(node.name()));
  }

  private static NetworkPass begin(Network network, Mode mode, int seed) {
    Shape shape = network.inputShapes().values().iterator().next().batched(BATCH);
    double[] input = Numbers.normal((int) shape.elements(), seed);
    return network.begin(mode, BATCH).setInput(0, shape, Numbers.floats(input));
  }

  private static void step(Network network, int step, Map<String, double[]> results) {
    NetworkPass pass = begin(network, Mode.TRAINING, step).forward(Seed.of(step));
    for (String output : network.outputShapes().keySet()) {
      results.put("output " + output, Numbers.get(pass.output(output)));
      if (network.parameters().stream().anyMatch(Parameter::isTrained)
          && isDifferentiable(pass, output)) {
        int size = Numbers.size(pass.output(output));
        Numbers.set(pass.outputGradient(output), Numbers.normal(size, 20 + step));
      }
    }
    pass.backward();
    for (String output : network.outputShapes().keySet()) {
      results.put("kept " + output, Numbers.get(pass.output(output)));
    }
  }

  private static boolean isDifferentiable(NetworkPass pass, String output) {
    try {
      pass.outputGradient(output);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
