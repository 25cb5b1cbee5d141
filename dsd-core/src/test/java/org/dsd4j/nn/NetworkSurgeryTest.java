package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Builders changed after the fact, computations that end early, and settings given twice. */
class NetworkSurgeryTest {
  private static final Shape IMAGE = Shape.of(8, 8, 3);

  private static NetworkBuilder residual() {
    return Network.builder(IMAGE)
        .add("stem", new Conv2d(4, 3).padding(1))
        .add("bn", new BatchNorm())
        .add("relu", Activate.relu())
        .add("branch", new Conv2d(4, 3).padding(1))
        .add("add", new Add(), "branch", "relu")
        .add("pool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("fc", new Dense(10));
  }

  @Test
  void replacesALayerAndInfersTheShapesBehindIt() {
    NetworkBuilder head = residual().replace("fc", new Dense(3).withoutBias());
    assertThat(head.shape("fc")).isEqualTo(Shape.of(3));
    assertThat(head.last()).isEqualTo("fc");
    NetworkBuilder middle = residual().replace("pool", new MaxPool2d(2));
    assertThat(middle.shape("flatten")).isEqualTo(Shape.of(64));
    try (Network network = middle.build(Seed.of(1));
        Network usual = residual().build(Seed.of(1))) {
      assertThat(network.parameter("fc.weight").shape()).isEqualTo(Shape.of(10, 64));
      assertThat(network.nodes()).extracting(Node::name).containsSubsequence("add", "pool", "fc");
      assertThat(network.parameter("stem.weight").value().toFloats())
          .isEqualTo(usual.parameter("stem.weight").value().toFloats());
    }
  }

  @Test
  void aReplacementThatDoesNotFitIsToldAndChangesNothing() {
    NetworkBuilder builder = residual();
    assertThatThrownBy(() -> builder.replace("branch", new Conv2d(5, 3).padding(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "replacing 'branch' by Conv2d(5, 3×3, padding 1×1): layer 'add' (Add): inputs: expected"
                + " the same shape from all, [8, 8, 5], received [8, 8, 4]; bring them to one"
                + " shape, by a 1×1 convolution for example");
    assertThatThrownBy(() -> builder.replace("flatten", new Conv2d(5, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("replacing 'flatten' by Conv2d(5, 3×3): layer 'flatten' (Conv2d");
    assertThatThrownBy(() -> builder.replace("head", new Dense(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer to replace: expected one of [stem, bn, relu")
        .hasMessageContaining("received head");
    assertThatThrownBy(() -> builder.replace("input", new Dense(1)))
        .hasMessageContaining("received input");
    assertThat(builder.shape("branch")).isEqualTo(Shape.of(8, 8, 4));
    assertThat(builder.summary()).isEqualTo(residual().summary());
  }

  @Test
  void cutsBehindALayer() {
    NetworkBuilder cut =
        residual().add("side", new Dense(2), "relu").outputs("fc", "side").cutBehind("relu");
    assertThat(cut.last()).isEqualTo("relu");
    assertThat(cut.summary()).doesNotContain("branch", "side", "fc");
    try (Network network = cut.add("head", new Dense(2)).build(Seed.of(1))) {
      assertThat(network.outputShapes()).containsOnlyKeys("head");
      assertThat(network.nodes())
          .extracting(Node::name)
          .containsExactly("stem", "bn", "relu", "head");
    }
    assertThatThrownBy(() -> residual().cutBehind("input"))
        .hasMessageContaining("layer: expected one of [stem,")
        .hasMessageContaining("received input");
    NetworkBuilder two =
        Network.builder()
            .input("a", Shape.of(2))
            .input("b", Shape.of(2))
            .add("of a", new Dense(3), "a")
            .add("both", new Add(), "a", "b");
    try (Network network = two.cutBehind("of a").build(Seed.of(1))) {
      assertThat(network.inputShapes()).containsOnlyKeys("a");
    }
  }

  @Test
  void aComputationMayEndAtAnyLayer() {
    double[] image = Numbers.normal((int) IMAGE.elements() * 2, 5);
    Shape batch = IMAGE.batched(2);
    try (Network network = residual().build(Seed.of(1));
        Network cut = residual().cutBehind("bn").build(Seed.of(1))) {
      float[] expected =
          cut.predict(Nd4j.createFromArray(Numbers.floats(image)).reshape(batch.toLongs()))
              .ravel()
              .toFloatVector();
      NetworkPass pass = network.beginUpTo("bn", 2).setInput(0, batch, Numbers.floats(image));
      // The ReLU behind it, which would otherwise be computed together with it, leaves no trace.
      assertThat(pass.forward(Seed.of(0)).output().toFloats()).isEqualTo(expected);
      double least =
          IntStream.range(0, expected.length).mapToDouble(i -> expected[i]).min().orElseThrow();
      assertThat(least).isNegative();
      assertThat(pass.output("bn").shape()).isEqualTo(Shape.of(2, 8, 8, 4));
      assertThatThrownBy(() -> pass.output("fc")).hasMessageContaining("one of [bn]");
      assertThatThrownBy(pass::backward).hasMessageContaining("begin(Mode.TRAINING");
      assertThatThrownBy(() -> network.beginUpTo("head", 2))
          .hasMessageContaining("layer: expected one of [stem, bn,")
          .hasMessageContaining("received head");
      // Of nothing behind it is there any memory.
      assertThat(network.memoryUse().plans().get(0).tensors()).isEqualTo(3 + 2);
      network.begin(Mode.INFERENCE, 2);
      assertThat(network.beginUpTo("bn", 2)).isNotNull();
      assertThat(network.memoryUse().plans()).hasSize(2);
    }
  }

  @Test
  void summaryAndCountsNeedNoWeights() {
    NetworkBuilder huge =
        Network.builder(Shape.of(1_000_000)).add("fc", new Dense(1_000_000).withoutBias());
    assertThat(huge.parameterCount()).isEqualTo(1_000_000_000_000L);
    assertThat(huge.multiplyAdds()).isEqualTo(1_000_000_000_000L);
    assertThat(huge.summary()).contains("1,000,000,000,000");
    try (Network network = residual().build(Seed.of(1))) {
      assertThat(network.summary()).isEqualTo(residual().summary());
      assertThat(network.multiplyAdds()).isEqualTo(residual().multiplyAdds());
    }
    assertThat(Network.builder(IMAGE).summary()).contains("input", "[8, 8, 3]");
  }

  @Test
  void settingsGivenTwiceAreTold() {
    String twice = ": expected to be given once, received a second time; remove one of the calls";
    assertThatThrownBy(
            () -> residual().elementType(ElementType.FLOAT64).elementType(ElementType.FLOAT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("element type" + twice);
    assertThatThrownBy(() -> residual().precision(Precision.F32).precision(Precision.BF16))
        .hasMessage("precision" + twice);
    assertThatThrownBy(() -> residual().recomputing(2).recomputing(3))
        .hasMessage("recomputing" + twice);
    assertThatThrownBy(() -> residual().outputs("fc").outputs("relu"))
        .hasMessage("outputs" + twice);
    try (Nd4jKernels kernels = new Nd4jKernels()) {
      assertThatThrownBy(() -> residual().kernels(kernels).kernels(kernels))
          .hasMessage("kernels" + twice);
    }
    assertThat(residual().outputs("fc").cutBehind("fc").outputs("fc").last()).isEqualTo("fc");
  }
}
