package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What users hold of a network survives its end or fails; memory that is gone is never read. */
class ClosedNetworkTest {
  // Large enough that the system takes the memory back at once.
  private static final int WIDTH = 700;

  static Stream<Named<Supplier<Kernels>>> kernels() {
    return Stream.of(Named.of("onednn", OnednnKernels::new), Named.of("nd4j", Nd4jKernels::new));
  }

  private static Network network(Supplier<Kernels> kernels) {
    return Network.builder(Shape.of(WIDTH))
        .add("fc1", new Dense(WIDTH).initializer(Initializer.constant(0.5)))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("fc2", new Dense(2))
        .kernels(kernels.get())
        .build(Seed.of(1));
  }

  private static NetworkPass step(Network network) {
    NetworkPass pass = network.begin(Mode.TRAINING, 2);
    pass.setInput(0, Nd4j.ones(2, WIDTH)).forward(Seed.of(1));
    network.kernels().memory().fill(pass.outputGradient("fc2"), 1);
    pass.backward();
    return pass;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void arraysAndTheirViewsOutliveTheNetwork(Supplier<Kernels> kernels) {
    List<INDArray> arrays = new ArrayList<>();
    try (Network network = network(kernels)) {
      step(network);
      Parameter weight = network.parameter("fc1.weight");
      for (INDArray array : List.of(weight.array(), weight.value().live().orElseThrow())) {
        arrays.add(array);
        arrays.add(array.reshape(WIDTH * WIDTH));
        arrays.add(array.transpose());
        arrays.add(array.get(NDArrayIndex.interval(3, 9), NDArrayIndex.all()));
        arrays.add(array.getRow(1));
        arrays.add(array.dup());
      }
      weight.gradient().live().orElseThrow().assign(0.5);
      arrays.add(weight.gradient().live().orElseThrow());
      arrays.add(weight.gradient().live().orElseThrow().reshape(WIDTH * WIDTH));
    }
    try (Network other = network(kernels)) {
      step(other);
      for (INDArray array : arrays) {
        assertThat(array.getDouble(0)).isEqualTo(0.5);
        assertThat(array.toString()).contains("0.5");
        assertThat(array.add(1).meanNumber().doubleValue()).isEqualTo(1.5);
        assertThat(array.dup().maxNumber().doubleValue()).isEqualTo(0.5);
        assertThat(array.data().asFloat()).contains(0.5f);
        assertThat(array.reshape(array.length()).getFloat(array.length() - 1)).isEqualTo(0.5f);
      }
      arrays.forEach(array -> array.assign(7));
      assertThat(other.parameter("fc1.weight").value().toFloats()).containsOnly(0.5f);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anArrayThatTheUserClosesTakesNothingFromTheNetwork(Supplier<Kernels> kernels) {
    try (Network network = network(kernels)) {
      INDArray before = network.predict(Nd4j.ones(3, WIDTH));
      try (INDArray weight = network.parameter("fc1.weight").array()) {
        assertThat(weight.getFloat(0)).isEqualTo(0.5f);
      }
      assertThat(network.predict(Nd4j.ones(3, WIDTH))).isEqualTo(before);
      INDArray again = network.parameter("fc1.weight").array();
      again.assign(0);
      assertThat(network.parameter("fc1.weight").value().toFloats()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void tensorsOfAClosedNetworkFail(Supplier<Kernels> kernels) {
    Network network = network(kernels);
    NetworkPass pass = step(network);
    Parameter weight = network.parameter("fc1.weight");
    weight.setMask(Mask.of(weight.shape(), new BitSet()));
    NetworkPass inference =
        network.begin(Mode.INFERENCE, 2).setInput(0, Nd4j.ones(2, WIDTH)).forward(Seed.of(1));
    List<Tensor> tensors =
        List.of(
            weight.value(),
            weight.gradient(),
            weight.maskTensor().orElseThrow(),
            pass.output(),
            inference.output(),
            network.kernels().memory().view(weight.value(), 3, Shape.of(5)));
    network.close();
    for (Tensor tensor : tensors) {
      int elements = (int) tensor.shape().elements();
      fails(tensor::toArray);
      fails(tensor::toFloats);
      fails(() -> tensor.set(new float[elements]));
      fails(() -> tensor.set(Nd4j.create(tensor.shape().toLongs())));
      fails(() -> tensor.set(0, new float[1]));
      fails(() -> tensor.get(0, FloatBuffer.allocate(1)));
      fails(() -> tensor.copyTo(Nd4j.create(tensor.shape().toLongs())));
      fails(() -> network.kernels().memory().fill(tensor, 0));
      fails(() -> network.kernels().memory().copy(tensor, tensor));
      fails(() -> network.kernels().memory().allFinite(tensor));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyCallOnAClosedNetworkFails(Supplier<Kernels> kernels) {
    Network network = network(kernels);
    NetworkPass training = step(network);
    NetworkPass begun = network.begin(Mode.INFERENCE, 2);
    Updater updater = new Updater(network, new Adam(), GradientClipping.none());
    WeightSnapshot snapshot = network.snapshot();
    Parameter weight = network.parameter("fc1.weight");
    network.close();
    fails(() -> network.predict(Nd4j.ones(2, WIDTH)));
    fails(() -> network.begin(Mode.TRAINING, 2));
    fails(() -> network.beginUpTo("fc1", 2));
    fails(() -> begun.setInput(0, Nd4j.ones(2, WIDTH)));
    fails(() -> begun.forward(Seed.of(1)));
    fails(training::backward);
    fails(training::output);
    fails(training::firstNonFinite);
    fails(network::snapshot);
    fails(() -> network.restore(snapshot));
    fails(network::resetState);
    fails(network::memoryUse);
    fails(() -> updater.step(0.1));
    fails(updater::enforceMasks);
    fails(updater::snapshot);
    fails(weight::array);
    network.close();
    updater.close();
    snapshot.close();
    assertThat(network.summary()).contains("fc1");
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void arraysOfASnapshotOutliveItAndItsNextUse(Supplier<Kernels> kernels) {
    try (Network network = network(kernels)) {
      WeightSnapshot snapshot = network.snapshot();
      INDArray array = snapshot.array("fc1.weight");
      INDArray view = array.reshape(WIDTH * WIDTH);
      network.parameter("fc1.weight").value().set(new float[WIDTH * WIDTH]);
      network.snapshot(snapshot).close();
      WeightSnapshot closed = network.snapshot();
      INDArray zeros = closed.array("fc1.weight").reshape(WIDTH * WIDTH);
      closed.close();
      WeightSnapshot whole = network.snapshot();
      INDArray part = whole.arrays().get("norm.weight").reshape(1, WIDTH);
      network.snapshot(whole).close();
      network.snapshot().close();
      assertThat(array.meanNumber().doubleValue()).isEqualTo(0.5);
      assertThat(view.getFloat(WIDTH)).isEqualTo(0.5f);
      assertThat(zeros.maxNumber().doubleValue()).isEqualTo(0);
      assertThat(part.minNumber().doubleValue()).isEqualTo(1);
      fails(() -> closed.array("fc1.weight"), "given back", "before");
      fails(closed::sha256, "given back");
      fails(() -> network.restore(closed), "given back");
      fails(closed::share, "given back");
      assertThatThrownBy(() -> network.snapshot().array("fc3.weight"))
          .hasMessageContaining("fc2.weight")
          .hasMessageContaining("received fc3.weight");
    }
  }

  @Test
  void aClosedStateOfAnOptimizerIsNotTakenForZeros() {
    try (Network network = network(OnednnKernels::new);
        Updater updater = new Updater(network, new Adam(), GradientClipping.none())) {
      step(network);
      updater.step(0.1);
      UpdaterSnapshot closed = updater.snapshot();
      INDArray mean = closed.arrays().get("fc2.bias").values().iterator().next();
      INDArray view = mean.reshape(2, 1);
      float before = view.getFloat(0);
      closed.close();
      updater.snapshot().close();
      assertThat(view.getFloat(0)).isEqualTo(before).isNotZero();
      fails(() -> updater.restore(closed));
      fails(closed::arrays);
    }
  }

  private static void fails(Runnable call) {
    fails(call, "closed");
  }

  private static void fails(Runnable call, String... words) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(words);
  }
}
