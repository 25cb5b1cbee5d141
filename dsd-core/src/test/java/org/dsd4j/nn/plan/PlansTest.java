package org.dsd4j.nn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.FlattenSteps;
import org.dsd4j.nn.layer.MaskPadding;
import org.dsd4j.nn.layer.conv.AddChannel;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which plans are kept, and what they share. */
class PlansTest {
  private static final int WIDTH = 64;

  /** Counts how often a plan is made of a network that it is in. */
  private record Counting(AtomicInteger plans) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<SavedSpec> saved(List<Shape> inputs, Kernels kernels) {
      plans.incrementAndGet();
      return List.of();
    }

    @Override
    public void forward(Pass pass) {
      pass.kernels().memory().copy(pass.input(), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {
      if (pass.inputGradient() != null) {
        pass.kernels().memory().copy(pass.outputGradient(), pass.inputGradient());
      }
    }

    @Override
    public String toString() {
      return "Counting";
    }
  }

  static Stream<Named<Supplier<Kernels>>> kernels() {
    return Stream.of(Named.of("onednn", OnednnKernels::new), Named.of("nd4j", Nd4jKernels::new));
  }

  private static NetworkBuilder counting(AtomicInteger plans) {
    return Network.builder(Shape.of(WIDTH))
        .add("fc1", new Dense(WIDTH))
        .add("counting", new Counting(plans))
        .add("fc2", new Dense(3));
  }

  private static NetworkBuilder sequences() {
    return Network.builder(Shape.of(10, 6))
        .add("channel", new AddChannel())
        .add("conv", new Conv2d(4, 3).padding(1))
        .add("clipped", Activate.clippedRelu(20))
        .add("flat", new FlattenSteps())
        .add("gru", new Gru(5))
        .add("mask", new MaskPadding())
        .add("out", new Dense(3));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void batchSizesInRotationMakeEachPlanOnce(Supplier<Kernels> kernels) {
    AtomicInteger plans = new AtomicInteger();
    try (Network network = counting(plans).kernels(kernels.get()).build(Seed.of(1))) {
      network.predict(Nd4j.ones(30, WIDTH));
      for (int round = 0; round < 3; round++) {
        for (int batch = 1; batch <= 30; batch++) {
          network.predict(Nd4j.ones(batch, WIDTH));
        }
        assertThat(plans).hasValue(30);
      }
      MemoryUse plan = network.memoryUse();
      assertThat(plan.plans()).hasSize(30);
      // All lie where the largest does.
      long largest = plan.plans().stream().mapToLong(MemoryUse.Held::bytes).max().orElseThrow();
      assertThat(plan.planBytes()).isEqualTo(largest);
    }
  }

  @Test
  void sizesThatGrowMakeEachPlanAgainOnceAtMost() {
    AtomicInteger plans = new AtomicInteger();
    try (Network network = counting(plans).build(Seed.of(1))) {
      for (int round = 0; round < 4; round++) {
        for (int batch = 1; batch <= 30; batch++) {
          network.predict(Nd4j.ones(batch, WIDTH));
        }
      }
      assertThat(plans.get()).isBetween(30, 60);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void noPredictionDependsOnEarlierOnes(Supplier<Kernels> kernels) {
    try (Network network = sequences().kernels(kernels.get()).build(Seed.of(1))) {
      int[] extents = {10, 3, 25, 7, 1, 12};
      float[][] first = new float[extents.length][];
      for (int round = 0; round < 3; round++) {
        for (int k = 0; k < extents.length; k++) {
          int extent = extents[k];
          INDArray batch = Nd4j.rand(extent, new long[] {2, extent, 6});
          Lengths lengths = Lengths.of(extent, (extent + 1) / 2);
          float[] output = network.predict(batch, lengths).reshape(-1).toFloatVector();
          // The steps of padding too have the same bits, whatever lay there before.
          if (round == 0) {
            first[k] = output;
          }
          assertThat(output).isEqualTo(first[k]);
        }
      }
      try (Network fresh = sequences().kernels(kernels.get()).build(Seed.of(1))) {
        INDArray batch = Nd4j.rand(7, new long[] {2, 7, 6});
        assertThat(fresh.predict(batch, Lengths.of(7, 4)).reshape(-1).toFloatVector())
            .isEqualTo(first[3]);
      }
    }
  }

  @Test
  void plansTakeNoMoreThanTheyMay() {
    AtomicInteger plans = new AtomicInteger();
    long budget = 4 << 20;
    try (Network network = counting(plans).planMemory(budget).build(Seed.of(1))) {
      for (int batch = 1; batch <= 1000; batch++) {
        network.begin(Mode.TRAINING, batch);
        network.begin(Mode.INFERENCE, batch);
        MemoryUse plan = network.memoryUse();
        // The last of each mode is kept even where it is larger.
        assertThat(plan.planBytes()).isLessThanOrEqualTo(Math.max(budget, 6_000L * batch));
        assertThat(plan.plans()).hasSizeBetween(2, 100);
      }
    }
  }

  @Test
  void whatWasNotUsedForTheLongestTimeGoesFirst() {
    AtomicInteger plans = new AtomicInteger();
    try (Network network = counting(plans).planMemory(600_000).build(Seed.of(1))) {
      network.predict(Nd4j.ones(40, WIDTH));
      for (int batch = 1; batch <= 20; batch++) {
        network.predict(Nd4j.ones(batch, WIDTH));
        network.predict(Nd4j.ones(40, WIDTH));
      }
      int made = plans.get();
      network.predict(Nd4j.ones(40, WIDTH));
      assertThat(plans).hasValue(made);
      network.predict(Nd4j.ones(1, WIDTH));
      assertThat(plans).hasValue(made + 1);
    }
  }

  @Test
  void oneHugeBatchIsNotKeptForEver() {
    AtomicInteger plans = new AtomicInteger();
    try (Network network = counting(plans).planMemory(1 << 20).build(Seed.of(1))) {
      network.predict(Nd4j.ones(100_000, WIDTH));
      network.predict(Nd4j.ones(2, WIDTH));
      assertThat(network.memoryUse().planBytes()).isLessThan(1 << 20);
      assertThat(network.predict(Nd4j.ones(2, WIDTH)).size(0)).isEqualTo(2);
    }
  }

  @Test
  void rejectsNoMemory() {
    assertThatThrownBy(() -> Network.builder().planMemory(0)).hasMessageContaining("plan memory");
    assertThatThrownBy(() -> Network.builder().planMemory(1).planMemory(2))
        .hasMessageContaining("plan memory");
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void whatALaterComputationOverwroteCannotBeRead(Supplier<Kernels> kernels) {
    try (Network network = sequences().kernels(kernels.get()).build(Seed.of(1))) {
      NetworkPass first = network.begin(Mode.INFERENCE, 4).forward(Seed.of(1));
      Tensor output = first.output();
      output.toFloats();
      NetworkPass second = network.begin(Mode.INFERENCE, 5);
      for (Runnable use :
          List.<Runnable>of(
              first::output,
              output::toFloats,
              output::toArray,
              () -> output.set(new float[1]),
              () -> network.kernels().memory().allFinite(output))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("overwritten");
      }
      assertThat(output.live()).isEmpty();
      // A computation that is not done cannot be taken up again after another one.
      network.beginUpTo("conv", 2).forward(Seed.of(1));
      assertThatThrownBy(() -> second.forward(Seed.of(1))).hasMessageContaining("overwritten");
    }
  }

  @Test
  void trainingIsNotDisturbedByPredictions() {
    AtomicInteger plans = new AtomicInteger();
    try (Network network = counting(plans).planMemory(1).build(Seed.of(1))) {
      NetworkPass training = network.begin(Mode.TRAINING, 2);
      training.setInput(0, Nd4j.ones(2, WIDTH)).forward(Seed.of(1));
      float[] output = training.output().toFloats();
      network.predict(Nd4j.ones(7, WIDTH));
      network.predict(Nd4j.zeros(9, WIDTH));
      assertThat(training.output().toFloats()).isEqualTo(output);
      training.outputGradient("fc2").set(new float[] {1, 1, 1, 1, 1, 1});
      training.backward();
      assertThat(network.parameter("fc2.bias").gradient().toFloats()).containsOnly(2);
    }
  }
}
