package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.dsd4j.kernel.KernelFailedException;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkTest {
  private static final Seed STEP = Seed.of(3);

  /** A residual block whose sum reads one node twice, a node that three read, and two heads. */
  private static Network branching(ElementType type) {
    return Network.builder(Shape.of(3))
        .add("stem", new Dense(4))
        .add("act", Activate.tanh())
        .add("left", new Dense(4))
        .add("sum", new Add(), "left", "act", "act")
        .add("both", new Concat(), "sum", "act", "sum")
        .add("main", new Dense(2))
        .add("side", new Dense(1), "sum")
        .outputs("main", "side")
        .elementType(type)
        .build(Seed.of(4));
  }

  private static NetworkPass forward(Network network, int batch, double... numbers) {
    Shape shape = network.inputShapes().values().iterator().next().batched(batch);
    return network
        .begin(Mode.TRAINING, batch)
        .setInput(0, shape, Numbers.floats(numbers))
        .forward(STEP);
  }

  private static NetworkPass forward(Network network, int batch) {
    long size = network.inputShapes().values().iterator().next().elements();
    return forward(network, batch, Numbers.normal((int) size * batch, 11));
  }

  private static double objective(NetworkPass pass, Map<String, double[]> weights) {
    double sum = 0;
    for (var entry : weights.entrySet()) {
      double[] output = Numbers.get(pass.output(entry.getKey()));
      for (int i = 0; i < output.length; i++) {
        sum += output[i] * entry.getValue()[i];
      }
    }
    return sum;
  }

  private static void checkGradients(Network network, Map<String, double[]> outputGradients) {
    for (int round = 0; round < 2; round++) {
      NetworkPass pass = forward(network, 2);
      outputGradients.forEach((name, g) -> Numbers.set(pass.outputGradient(name), g));
      pass.backward();
    }
    for (Parameter parameter : network.parameters()) {
      GradientCheck.check(
          parameter.name(),
          () -> objective(forward(network, 2), outputGradients),
          parameter.value(),
          Numbers.get(parameter.gradient()));
    }
  }

  @Test
  void gradientsOfSeveralReadersAddUp() {
    try (Network network = branching(ElementType.FLOAT64)) {
      checkGradients(network, Map.of("main", Numbers.normal(4, 1), "side", Numbers.normal(2, 2)));
    }
  }

  @Test
  void anOutputWithoutGradientCountsAsUnused() {
    try (Network network = branching(ElementType.FLOAT64)) {
      // A gradient from an earlier step must not stay.
      checkGradients(network, Map.of("main", Numbers.normal(4, 1), "side", Numbers.normal(2, 2)));
      checkGradients(network, Map.of("main", Numbers.normal(4, 5)));
      assertThat(network.parameter("side.weight").gradient().toFloats()).containsOnly(0);
      checkGradients(network, Map.of("side", Numbers.normal(2, 6)));
      assertThat(network.parameter("main.weight").gradient().toFloats()).containsOnly(0);
    }
  }

  @Test
  void anOutputMayBeReadByLayersToo() {
    try (Network network =
        Network.builder(Shape.of(3))
            .add("first", new Dense(2))
            .add("second", new Dense(2))
            .outputs("second", "first")
            .elementType(ElementType.FLOAT64)
            .build(Seed.of(4))) {
      checkGradients(
          network, Map.of("first", Numbers.normal(4, 1), "second", Numbers.normal(4, 2)));
      checkGradients(network, Map.of("second", Numbers.normal(4, 3)));
    }
  }

  @Test
  void layersBeforeTheFirstParameterGetNoGradient() {
    try (Network network =
        Network.builder(Shape.of(3))
            .add("relu", Activate.relu())
            .add("fc", new Dense(2))
            .outputs("fc", "relu")
            .build(Seed.of(1))) {
      NetworkPass pass = forward(network, 2);
      pass.outputGradient("fc");
      assertThatThrownBy(() -> pass.outputGradient("relu"))
          .hasMessageContaining("'relu'")
          .hasMessageContaining("trained parameter");
      pass.backward();
    }
  }

  @Test
  void takesSeveralInputsInTheirOrder() {
    try (Network network =
        Network.builder()
            .input("a", Shape.of(1))
            .input("b", Shape.of(2))
            .add("join", new Concat(), "b", "a")
            .build(Seed.of(1))) {
      INDArray result =
          network.predict(
              Nd4j.createFromArray(new float[][] {{1}}),
              Nd4j.createFromArray(new float[][] {{2, 3}}));
      assertThat(result.toFloatVector()).containsExactly(2, 3, 1);
      assertThatThrownBy(() -> network.predict(Nd4j.createFromArray(new float[][] {{1}})))
          .hasMessageContaining("[a, b]")
          .hasMessageContaining("1 arrays");
    }
  }

  @Test
  void explainsAnInputOfTheWrongShape() {
    try (Network network = SmallNets.convolutional(1)) {
      assertThatThrownBy(() -> network.begin(Mode.TRAINING, 2).setInput(0, Nd4j.create(2, 2, 6, 6)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("input 'input'")
          .hasMessageContaining("[2, 6, 6, 2]")
          .hasMessageContaining("[2, 2, 6, 6]")
          .hasMessageContaining("[N, H, W, C]");
      assertThatThrownBy(() -> network.begin(Mode.TRAINING, 0)).hasMessageContaining("batch size");
    }
  }

  @Test
  void takesInputsInAnyOrderOfMemory() {
    try (Network network = SmallNets.dense(3, 1)) {
      INDArray input = Nd4j.createFromArray(Numbers.normal(12, 1)).reshape('c', new long[] {2, 6});
      float[] expected = network.predict(input).reshape(-1).toFloatVector();
      assertThat(network.predict(input.dup('f')).reshape(-1).toFloatVector()).isEqualTo(expected);
    }
  }

  @Test
  void predictionIsTheCallers() {
    try (Network network = SmallNets.dense(3, 1)) {
      INDArray input = Nd4j.ones(2, 6);
      INDArray first = network.predict(input);
      float[] values = first.reshape(-1).toFloatVector();
      network.predict(input.mul(5));
      assertThat(first.reshape(-1).toFloatVector()).isEqualTo(values);
      first.assign(9);
      assertThat(network.predict(input).reshape(-1).toFloatVector()).isEqualTo(values);
    }
  }

  @Test
  void anOldComputationFails() {
    try (Network network = SmallNets.dense(3, 1)) {
      NetworkPass old = forward(network, 2);
      NetworkPass otherSize = forward(network, 1);
      old.output();
      NetworkPass current = forward(network, 2);
      assertThatThrownBy(old::output)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("later one");
      assertThatThrownBy(old::backward).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> old.outputGradient("fc2")).hasMessageContaining("later one");
      current.output();
      otherSize.output();
    }
  }

  @Test
  void aComputationHasItsOrder() {
    try (Network network = SmallNets.dense(3, 1)) {
      NetworkPass pass = network.begin(Mode.TRAINING, 2);
      assertThatThrownBy(pass::output).hasMessageContaining("before forward");
      assertThatThrownBy(pass::backward).isInstanceOf(IllegalStateException.class);
      pass.setInput(0, Nd4j.ones(2, 6)).forward(STEP);
      assertThatThrownBy(() -> pass.setInput(0, Nd4j.ones(2, 6)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> pass.output("fc1"))
          .hasMessageContaining("[fc2]")
          .hasMessageContaining("received fc1");
      pass.backward();
      assertThatThrownBy(pass::backward).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void steadyStepsAllocateNothing() {
    try (Network network = branching(ElementType.FLOAT32)) {
      long held = 0;
      for (int step = 0; step < 6; step++) {
        NetworkPass pass = forward(network, 4);
        network.kernels().memory().fill(pass.outputGradient("main"), 1);
        pass.backward();
        if (step == 1) {
          held = network.kernels().memory().bytesHeld();
        }
      }
      assertThat(network.kernels().memory().bytesHeld()).isEqualTo(held);
    }
  }

  @Test
  void closesOnceAndForAll() {
    Network network = SmallNets.dense(3, 1);
    forward(network, 2).backward();
    network.close();
    network.close();
    assertThat(network.kernels().memory().bytesHeld()).isZero();
    assertThatThrownBy(() -> network.begin(Mode.TRAINING, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void listsParametersAndStatistics() {
    try (Network network = SmallNets.convolutional(1)) {
      assertThat(network.parameters())
          .extracting(Parameter::name)
          .containsExactly(
              "conv1.weight",
              "conv1.bias",
              "bn1.weight",
              "bn1.bias",
              "conv2.weight",
              "conv2.bias",
              "fc.weight",
              "fc.bias");
      assertThat(network.statistics())
          .extracting(Parameter::name)
          .containsExactly("bn1.running_mean", "bn1.running_var");
      assertThatThrownBy(() -> network.parameter("conv1.weights"))
          .hasMessageContaining("conv1.weight,")
          .hasMessageContaining("received conv1.weights")
          .hasMessageContaining("spelling");
      assertThat(network.outputShapes()).containsExactly(Map.entry("fc", Shape.of(3)));
    }
  }

  @Test
  void findsWhereNumbersStopBeingNumbers() {
    try (Network network = SmallNets.dense(3, 1)) {
      assertThat(forward(network, 2).firstNonFinite()).isEmpty();
      double[] input = Numbers.normal(12, 1);
      input[7] = Double.NaN;
      assertThat(forward(network, 2, input).firstNonFinite()).contains("input 'input'");
      float[] bias = new float[16];
      bias[3] = Float.POSITIVE_INFINITY;
      network.parameter("fc1.bias").value().set(bias);
      assertThat(forward(network, 2).firstNonFinite()).contains("layer 'fc1' (Dense(16))");
      network.parameter("fc1.bias").value().set(new float[16]);
      network.parameter("fc2.bias").value().set(new float[] {0, Float.NaN, 0});
      assertThat(forward(network, 2).firstNonFinite()).contains("layer 'fc2' (Dense(3))");
    }
  }

  @Test
  void layersDrawFromTheStepsSeedAndTheirName() {
    try (Network network =
        Network.builder(Shape.of(200))
            .add("drop1", new Dropout(0.5))
            .add("drop2", new Dropout(0.5), "input")
            .outputs("drop1", "drop2")
            .build(Seed.of(1))) {
      INDArray ones = Nd4j.ones(1, 200);
      NetworkPass pass = network.begin(Mode.TRAINING, 1).setInput(0, ones).forward(Seed.of(1));
      float[] first = pass.output("drop1").toFloats();
      assertThat(pass.output("drop2").toFloats()).isNotEqualTo(first);
      pass = network.begin(Mode.TRAINING, 1).setInput(0, ones).forward(Seed.of(1));
      assertThat(pass.output("drop1").toFloats()).isEqualTo(first);
      pass = network.begin(Mode.TRAINING, 1).setInput(0, ones).forward(Seed.of(2));
      assertThat(pass.output("drop1").toFloats()).isNotEqualTo(first);
    }
  }

  @Test
  void singlePrecisionAgreesWithDouble() {
    try (Network single = branching(ElementType.FLOAT32);
        Network exact = branching(ElementType.FLOAT64)) {
      assertThat(forward(single, 5).output().toFloats())
          .containsExactly(forward(exact, 5).output().toFloats(), within(1e-5f));
    }
  }

  @Test
  void aFailureOfTheKernelsNamesTheLayerAndLeavesTheNetworkUsable() {
    boolean[] failing = {true};
    Layer fragile =
        new Layer() {
          @Override
          public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
          }

          @Override
          public void forward(Pass pass) {
            if (failing[0]) {
              throw new KernelFailedException("convolution of [2, 3] failed", new Exception());
            }
            pass.kernels().memory().copy(pass.input(), pass.output());
          }

          @Override
          public void backward(BackwardPass pass) {}

          @Override
          public String toString() {
            return "Fragile";
          }
        };
    try (Network network = Network.builder(Shape.of(3)).add("middle", fragile).build(Seed.of(1))) {
      INDArray input = Nd4j.ones(2, 3);
      assertThatThrownBy(() -> network.predict(input))
          .isInstanceOf(KernelFailedException.class)
          .hasMessage("layer 'middle' (Fragile): convolution of [2, 3] failed");
      failing[0] = false;
      assertThat(network.predict(input)).isEqualTo(input);
    }
  }

  @Test
  void aBatchTooLargeForTheMemoryIsNamed() {
    try (Network network = SmallNets.dense(3, 1)) {
      assertThatThrownBy(() -> network.begin(Mode.TRAINING, 1_000_000_000))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("computing on batches of 1000000000 for TRAINING: a tensor of")
          .hasMessageContaining("recomputing(segments)");
      assertThat(forward(network, 2).output().shape().extent(0)).isEqualTo(2);
    }
  }
}
