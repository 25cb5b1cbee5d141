package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link Mode#INFERENCE_WITH_GRADIENTS}: of the function that predictions are of. */
class GradientsInInferenceTest {
  private static Network network(ElementType type, int segments) {
    return Network.builder(Shape.of(4, 3))
        .elementType(type)
        .recomputing(segments)
        .add("lstm", new Lstm(5).lastState())
        .add("fc1", new Dense(6))
        .add("bn", new BatchNorm())
        .add("relu", Activate.relu())
        .add("drop", new Dropout(0.5))
        .add("fc2", new Dense(2))
        .build(Seed.of(7));
  }

  private static INDArray input() {
    return Nd4j.createFromArray(Numbers.normal(3 * 4 * 3, 2)).reshape(3, 4, 3);
  }

  private static NetworkPass forward(Network network) {
    return network.begin(Mode.INFERENCE_WITH_GRADIENTS, 3).setInput(0, input()).forward(Seed.of(9));
  }

  /** Leaves the gradients of Σ output². */
  private static void backward(Network network) {
    NetworkPass pass = forward(network);
    double[] gradient = Numbers.get(pass.output());
    Numbers.set(
        pass.outputGradient(pass.outputNames().get(0)),
        Arrays.stream(gradient).map(value -> 2 * value).toArray());
    pass.backward();
  }

  private static double objective(Network network) {
    try (INDArray output = network.predict(input())) {
      return Arrays.stream(output.dup().data().asDouble()).map(value -> value * value).sum();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void areThoseOfWhatIsPredicted(int segments) {
    try (Network network = network(ElementType.FLOAT64, segments)) {
      backward(network);
      for (Parameter parameter : network.parameters()) {
        GradientCheck.check(
            "gradient of " + parameter.name(),
            () -> objective(network),
            parameter.value(),
            Numbers.get(parameter.gradient()));
      }
    }
  }

  @Test
  void outputsAreThosePredictedAndStatisticsStay() {
    try (Network network = network(ElementType.FLOAT32, 1)) {
      String before = network.snapshot().sha256();
      float[] predicted = network.predict(input()).ravel().toFloatVector();
      assertThat(forward(network).output().toFloats()).containsExactly(predicted, within(1e-6f));
      backward(network);
      assertThat(network.snapshot().sha256()).isEqualTo(before);
    }
  }

  @Test
  void aComputationOfAnotherModeGoesOnBeside() {
    try (Network network = network(ElementType.FLOAT32, 1)) {
      NetworkPass training =
          network.begin(Mode.TRAINING, 3).setInput(0, input()).forward(Seed.of(1));
      float[] output = training.output().toFloats();
      backward(network);
      assertThat(training.output().toFloats()).isEqualTo(output);
      Tensor gradient = training.outputGradient("fc2");
      Numbers.set(gradient, new double[6]);
      training.backward();
    }
  }

  /** However little memory there is, the last computation of each mode is not taken apart. */
  @Test
  void aComputationOfEachModeStays() {
    try (Network network =
        Network.builder(Shape.of(4, 3)).planMemory(1).add("fc", new Dense(2)).build(Seed.of(7))) {
      NetworkPass training =
          network.begin(Mode.TRAINING, 3).setInput(0, input()).forward(Seed.of(1));
      NetworkPass fixed = forward(network);
      float[] output = training.output().toFloats();
      network.predict(input()).close();
      assertThat(training.output().toFloats()).isEqualTo(output);
      assertThat(fixed.output().toFloats()).isEqualTo(output);
      Numbers.set(training.outputGradient("fc"), new double[output.length]);
      training.backward();
    }
  }

  @Test
  void inferenceAloneKeepsNothingToGoBackwardWith() {
    try (Network network = network(ElementType.FLOAT32, 1)) {
      NetworkPass pass = network.begin(Mode.INFERENCE, 3).setInput(0, input()).forward(Seed.of(1));
      assertThatThrownBy(pass::backward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("begin(Mode.INFERENCE_WITH_GRADIENTS, batchSize)");
    }
  }
}
