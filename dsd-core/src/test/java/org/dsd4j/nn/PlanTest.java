package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.nn.layer.conv.AveragePool2d;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.ConvTranspose2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.norm.LayerNorm;
import org.dsd4j.nn.plan.Fusion;
import org.dsd4j.nn.plan.GradientFlow;
import org.dsd4j.nn.plan.GradientFlow.Way;
import org.dsd4j.nn.plan.MemoryUse;
import org.dsd4j.nn.plan.PlanOptions;
import org.dsd4j.nn.plan.PlanStep;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final int WIDTH = 4;

  /** A layer that notes which gradients it is asked for. */
  private record Spy(List<String> asked) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return List.of(
          new ParameterSpec("weight", Shape.of(2), Role.DENSE_WEIGHT, Initializer.constant(1)));
    }

    @Override
    public void forward(Pass pass) {
      pass.kernels().memory().copy(pass.input(), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {
      if (pass.parameterGradient("weight") != null) {
        asked.add("weight");
      }
      if (pass.inputGradient() != null) {
        asked.add("input");
        pass.kernels().memory().copy(pass.outputGradient(), pass.inputGradient());
      }
    }

    @Override
    public String toString() {
      return "Spy";
    }
  }

  private static NetworkPass step(Network network) {
    Shape shape = network.inputShapes().values().iterator().next().batched(2);
    float[] input = Numbers.floats(Numbers.normal((int) shape.elements(), 1));
    NetworkPass pass = network.begin(Mode.TRAINING, 2).setInput(0, shape, input);
    pass.forward(Seed.of(1));
    for (String output : network.outputShapes().keySet()) {
      Tensor gradient = pass.outputGradient(output);
      Numbers.set(gradient, Numbers.normal(Numbers.size(gradient), 2));
    }
    pass.backward();
    return pass;
  }

  private static NetworkBuilder residual(boolean downsampling) {
    NetworkBuilder builder =
        Network.builder(Shape.of(4, 4, 2))
            .add("stem", new Conv2d(WIDTH, 3).padding(1))
            .add("stemRelu", Activate.relu());
    for (int block = 1; block <= 3; block++) {
      String x = builder.last();
      String b = "block" + block + ".";
      builder
          .add(b + "conv1", new Conv2d(WIDTH, 3).padding(1).withoutBias(), x)
          .add(b + "bn1", new BatchNorm())
          .add(b + "relu1", Activate.relu())
          .add(b + "conv2", new Conv2d(WIDTH, 3).padding(1).withoutBias())
          .add(b + "bn2", new BatchNorm());
      if (downsampling) {
        builder
            .add(b + "conv3", new Conv2d(WIDTH, 1).withoutBias(), x)
            .add(b + "bn3", new BatchNorm())
            .add(b + "add", new Add(), b + "bn2", b + "bn3");
      } else {
        builder.add(b + "add", new Add(), b + "bn2", x);
      }
      builder.add(b + "relu2", Activate.relu());
    }
    return builder
        .add("pool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("drop", new Dropout(0.2))
        .add("fc", new Dense(2));
  }

  private static NetworkGraph graph(NetworkBuilder builder) {
    try (Network network = builder.build(Seed.of(1))) {
      return new NetworkGraph(network.inputShapes(), network.nodes(), network.outputShapes());
    }
  }

  private static GradientFlow flow(NetworkGraph graph, List<PlanStep> steps) {
    List<String> names = new ArrayList<>();
    graph
        .nodes()
        .forEach(n -> n.parameterSpecs().forEach(s -> names.add(n.parameterName(s.name()))));
    return new GradientFlow(steps, true, graph.outputs().keySet(), Set.copyOf(names));
  }

  private static List<Way> ways(NetworkGraph graph, String output) {
    List<PlanStep> steps = Fusion.steps(graph, Mode.TRAINING);
    int index =
        IntStream.range(0, steps.size())
            .filter(i -> steps.get(i).output().equals(output))
            .findFirst()
            .orElseThrow();
    return flow(graph, steps).ways(index);
  }

  @Test
  void fusesWhatNobodyElseReads() {
    assertThat(Fusion.steps(graph(residual(false)), Mode.TRAINING))
        .extracting(PlanStep::output)
        .containsSubsequence(
            "stemRelu",
            "block1.conv1",
            "block1.relu1",
            "block1.conv2",
            "block1.bn2",
            "block1.relu2")
        .doesNotContain("stem", "block1.bn1", "block1.add");
    NetworkBuilder read =
        Network.builder(Shape.of(2))
            .add("a", new Dense(2))
            .add("relu", Activate.relu())
            .add("twice", new Add(), "a", "relu");
    assertThat(steps(read)).hasSize(3);
    NetworkBuilder output =
        Network.builder(Shape.of(2))
            .add("a", new Dense(2))
            .add("relu", Activate.relu())
            .outputs("relu", "a");
    assertThat(steps(output)).hasSize(2);
  }

  @Test
  void aReluEndsAnyStepWhoseLayerReadsNoOutputAndComputesOne() {
    for (Layer layer :
        List.of(new LayerNorm(), new ConvTranspose2d(2, 2), new AveragePool2d(2), new Dense(2))) {
      assertThat(steps(followed(layer, Activate.relu()))).as("%s", layer).hasSize(1);
      assertThat(steps(followed(layer, Activate.gelu()))).as("%s", layer).hasSize(2);
    }
    for (Layer layer : List.of(new Softmax(), new Spy(List.of()))) {
      assertThat(steps(followed(layer, Activate.relu()))).as("%s", layer).hasSize(2);
    }
    // Of one pixel there is nothing to compute; several are reordered.
    NetworkBuilder pixel = Network.builder(Shape.of(1, 1, 2)).add("flatten", new Flatten());
    assertThat(steps(pixel.add("function", Activate.relu()))).hasSize(2);
    assertThat(steps(followed(new Flatten(), Activate.relu()))).hasSize(1);
  }

  private static List<PlanStep> steps(NetworkBuilder builder) {
    return Fusion.steps(graph(builder), Mode.TRAINING);
  }

  private static NetworkBuilder followed(Layer layer, Layer function) {
    return Network.builder(Shape.of(4, 4, 2)).add("layer", layer).add("function", function);
  }

  @Test
  void residualBlocksShareTheirGradients() {
    for (boolean downsampling : new boolean[] {false, true}) {
      NetworkGraph graph = graph(residual(downsampling));
      for (int block = 1; block <= 3; block++) {
        assertThat(ways(graph, "block" + block + ".relu2")).containsExactly(Way.SHARED, Way.SHARED);
      }
      assertThat(ways(graph, "flatten")).containsExactly(Way.SHARED);
      assertThat(ways(graph, "drop")).containsExactly(Way.WRITTEN);
    }
  }

  @Test
  void sumsOfOneSourceTwiceAndChainsCopyWhereTheyMust() {
    NetworkBuilder twice =
        Network.builder(Shape.of(2)).add("a", new Dense(2)).add("sum", new Add(), "a", "a");
    assertThat(ways(graph(twice), "sum")).containsExactly(Way.WRITTEN, Way.OUTPUTS_ADDED);
    NetworkBuilder chain = Network.builder(Shape.of(2)).add("a", new Dense(2));
    for (int i = 1; i <= 3; i++) {
      String before = chain.last();
      chain
          .add("d" + i, new Dense(2), before)
          .add("r" + i, Activate.relu())
          .add("s" + i, new Add(), before, "r" + i);
    }
    // The rectifying layer overwrites its gradient, but before anybody adds to the sum's.
    NetworkGraph graph = graph(chain);
    assertThat(ways(graph, "s3")).containsExactly(Way.SHARED, Way.WRITTEN);
    assertThat(ways(graph, "s1")).containsExactly(Way.SHARED, Way.WRITTEN);
  }

  @Test
  void sharingAndRecomputingSaveMemory() {
    long plain = bytes(residual(false).planOptions(PlanOptions.PLAIN));
    long shared = bytes(residual(false));
    long recomputed = bytes(residual(false).recomputing(4));
    assertThat(shared).isLessThan(plain * 2 / 3);
    assertThat(recomputed).isLessThan(shared);
  }

  private static long bytes(NetworkBuilder builder) {
    try (Network network = builder.build(Seed.of(1))) {
      network.begin(Mode.TRAINING, 32);
      network.begin(Mode.INFERENCE, 32);
      MemoryUse plan = network.memoryUse();
      assertThat(plan.plans()).hasSize(2);
      assertThat(plan.plans().get(1).mode()).isEqualTo(Mode.INFERENCE);
      assertThat(plan.plans().get(1).bytes()).isLessThanOrEqualTo(plan.plans().get(0).bytes());
      assertThat(plan.toString()).contains("training, batch 32", "without sharing", "total");
      assertThat(plan.totalBytes()).isGreaterThan(plan.parameterBytes()).isPositive();
      return plan.plans().get(0).bytes();
    }
  }

  @Test
  void residualBlocksHaveTheGradientsOfPlainPlans() {
    for (boolean downsampling : new boolean[] {false, true}) {
      try (Network shared =
              residual(downsampling).elementType(ElementType.FLOAT64).build(Seed.of(1));
          Network plain =
              residual(downsampling)
                  .elementType(ElementType.FLOAT64)
                  .planOptions(PlanOptions.PLAIN)
                  .build(Seed.of(1))) {
        step(shared);
        step(plain);
        for (Parameter parameter : shared.parameters()) {
          double[] expected = Numbers.get(plain.parameter(parameter.name()).gradient());
          assertThat(Numbers.get(parameter.gradient()))
              .as(parameter.name())
              .containsExactly(expected, within(1e-9));
        }
        double[] first = Numbers.get(shared.parameter("stem.weight").gradient());
        assertThat(Arrays.stream(first).map(Math::abs).max().orElseThrow()).isGreaterThan(1e-4);
      }
    }
  }

  @Test
  void recomputingMovesStatisticsOnce() {
    try (Network kept = residual(false).build(Seed.of(1));
        Network recomputed = residual(false).recomputing(3).build(Seed.of(1))) {
      step(kept);
      step(recomputed);
      try (WeightSnapshot a = kept.snapshot();
          WeightSnapshot b = recomputed.snapshot()) {
        assertThat(b.sha256()).isEqualTo(a.sha256());
      }
    }
  }

  @Test
  void asksForNoGradientThatNobodyNeeds() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    try (Network network =
        Network.builder(Shape.of(2))
            .add("first", new Spy(first))
            .add("second", new Spy(second))
            .build(Seed.of(1))) {
      step(network);
      assertThat(first).containsExactly("weight");
      assertThat(second).containsExactly("weight", "input");
      first.clear();
      second.clear();
      network.parameter("first.weight").freeze();
      step(network);
      assertThat(first).isEmpty();
      assertThat(second).containsExactly("weight");
      network.parameter("first.weight").unfreeze();
      network.parameter("second.weight").freeze();
      second.clear();
      step(network);
      assertThat(first).containsExactly("weight");
      assertThat(second).containsExactly("input");
    }
  }

  @Test
  void inferenceKeepsNothingToGoBackwardWith() {
    try (Network network = residual(false).build(Seed.of(1))) {
      NetworkPass pass = network.begin(Mode.INFERENCE, 2).forward(Seed.of(1));
      assertThatThrownBy(pass::backward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("begin(Mode.TRAINING");
      assertThatThrownBy(() -> pass.outputGradient("fc")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSearchForNumbersEndsTheComputation() {
    try (Network network = residual(false).build(Seed.of(1))) {
      NetworkPass pass = step(network);
      try (WeightSnapshot before = network.snapshot()) {
        assertThat(pass.firstNonFinite()).isEmpty();
        try (WeightSnapshot after = network.snapshot()) {
          assertThat(after.sha256()).isEqualTo(before.sha256());
        }
      }
      assertThatThrownBy(pass::output).hasMessageContaining("firstNonFinite");
      assertThatThrownBy(pass::backward).isInstanceOf(IllegalStateException.class);
    }
  }
}
