package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that two threads use at the same time, and two networks of which each has its own. */
class TwoThreadsTest {
  private static final int PREDICTIONS = 300;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  static Stream<Named<Supplier<Kernels>>> kernels() {
    return Stream.of(Named.of("onednn", OnednnKernels::new), Named.of("nd4j", Nd4jKernels::new));
  }

  private static NetworkBuilder images() {
    return Network.builder(Shape.of(12, 12, 2))
        .add("conv1", new Conv2d(8, 3).padding(1))
        .add("relu1", Activate.relu())
        .add("conv2", new Conv2d(8, 3))
        .add("relu2", Activate.relu())
        .add("flatten", new Flatten())
        .add("fc", new Dense(5));
  }

  /** A layer that waits within its computation. */
  private record Waiting(CountDownLatch reached, CountDownLatch released) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Pass pass) {
      reached.countDown();
      try {
        assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      pass.kernels().memory().copy(pass.input(), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {}

    @Override
    public String toString() {
      return "Waiting";
    }
  }

  @Test
  void everyCallOfASecondThreadFailsAndTheFirstGoesOn() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    NetworkBuilder builder =
        Network.builder(Shape.of(4))
            .add("fc1", new Dense(4).withoutBias().initializer(Initializer.constant(1)))
            .add("waiting", new Waiting(reached, released))
            .add("fc2", new Dense(2).withoutBias().initializer(Initializer.constant(1)));
    try (Network network = builder.build(Seed.of(1));
        WeightSnapshot snapshot = network.snapshot();
        Updater updater = new Updater(network, new Adam(), GradientClipping.none())) {
      INDArray one = Nd4j.ones(1, 4);
      NetworkPass training = network.begin(Mode.TRAINING, 1);
      NetworkPass pass = network.begin(Mode.INFERENCE, 1);
      Future<INDArray> first = threads.submit(() -> network.predict(Nd4j.ones(3, 4)));
      assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
      refused(() -> network.predict(one));
      refused(() -> network.begin(Mode.INFERENCE, 2));
      refused(() -> network.begin(Mode.TRAINING, Shape.of(2, 4)));
      refused(() -> network.beginUpTo("fc1", 2));
      refused(() -> pass.setInput(0, one));
      refused(() -> pass.forward(Seed.of(1)));
      refused(pass::output);
      refused(() -> training.outputGradient("fc2"));
      refused(training::backward);
      refused(training::firstNonFinite);
      refused(network::snapshot);
      refused(() -> network.restore(snapshot));
      refused(network::resetState);
      refused(() -> updater.step(0.1));
      refused(updater::snapshot);
      refused(() -> network.exclusively(() -> 1));
      refused(network::close);
      released.countDown();
      assertThat(first.get().toFloatMatrix())
          .isDeepEqualTo(new float[][] {{16, 16}, {16, 16}, {16, 16}});
      // One after the other they may.
      assertThat(network.predict(one).toFloatVector()).containsExactly(16, 16);
      assertThat(threads.submit(() -> network.predict(one)).get().getFloat(0)).isEqualTo(16);
    }
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("one thread at a time", "a network of its own", "docs/serving.md");
  }

  @Test
  void aTensorOfAComputationIsGuardedToo() throws Exception {
    try (Network network = images().build(Seed.of(1))) {
      NetworkPass pass = network.begin(Mode.INFERENCE, 2).forward(Seed.of(1));
      Tensor output = pass.output();
      CountDownLatch reached = new CountDownLatch(1);
      CountDownLatch released = new CountDownLatch(1);
      Future<Boolean> other =
          threads.submit(
              () ->
                  network.exclusively(
                      () -> {
                        reached.countDown();
                        return await(released);
                      }));
      assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
      refused(output::toFloats);
      refused(output::toArray);
      released.countDown();
      assertThat(other.get()).isTrue();
      assertThat(output.toFloats()).hasSize(10);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNetworkIsNotClosedWithinAComputation() {
    try (Network network = images().build(Seed.of(1))) {
      Runnable closing = network::close;
      assertThatThrownBy(
              () ->
                  network.exclusively(
                      () -> {
                        closing.run();
                        return 1;
                      }))
          .hasMessageContaining("within a computation");
      assertThat(network.predict(Nd4j.ones(1, 12, 12, 2)).length()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aResultIsRightOrThereIsNone(Supplier<Kernels> kernels) throws Exception {
    try (Network network = images().kernels(kernels.get()).build(Seed.of(1))) {
      int right = 0;
      // Both know what to expect before either begins.
      Callable<Integer> parts = predictions(network, 1, false);
      Callable<Integer> whole = predictions(network, 2, true);
      List<Future<Integer>> both = List.of(threads.submit(parts), threads.submit(whole));
      for (Future<Integer> one : both) {
        right += one.get();
      }
      assertThat(right).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void twoNetworksComputeAtTheSameTime(Supplier<Kernels> kernels) throws Exception {
    try (Network a = images().kernels(kernels.get()).build(Seed.of(1));
        Network b = images().kernels(kernels.get()).build(Seed.of(2))) {
      List<Future<Integer>> both =
          List.of(
              threads.submit(predictions(a, 1, true)), threads.submit(predictions(b, 2, false)));
      for (Future<Integer> one : both) {
        assertThat(one.get()).isEqualTo(PREDICTIONS);
      }
    }
  }

  /** Predicts again and again; returns how often there was a result, which is right each time. */
  private static Callable<Integer> predictions(Network network, long seed, boolean whole) {
    INDArray input = Nd4j.rand(seed, new long[] {2, 12, 12, 2});
    float[] expected = network.predict(input).reshape(10).toFloatVector();
    return () -> {
      int right = 0;
      for (int i = 0; i < PREDICTIONS; i++) {
        try {
          float[] output =
              whole
                  ? network.predict(input).reshape(10).toFloatVector()
                  : network
                      .begin(Mode.INFERENCE, 2)
                      .setInput(0, input)
                      .forward(Seed.of(1))
                      .output()
                      .toFloats();
          assertThat(output).isEqualTo(expected);
          right++;
        } catch (IllegalStateException refused) {
          assertThat(refused.getMessage()).containsAnyOf("one thread at a time", "overwritten");
        }
      }
      return right;
    };
  }
}
