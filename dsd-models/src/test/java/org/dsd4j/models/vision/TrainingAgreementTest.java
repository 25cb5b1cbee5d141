package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/**
 * Whole training runs on both kinds of kernels from one seed. {@code -Ddsd.steps=200} makes them as
 * long as in the acceptance of a release; without it they are as long as the losses have to agree.
 */
class TrainingAgreementTest {
  private static final int STEPS = Integer.getInteger("dsd.steps", 50);
  private static final int STEPS_IN_AGREEMENT = 50;
  private static final double SHARE = 1e-3;
  private static final int CLASSES = 10;
  private static final int DIFFERENT_BATCHES = 4;
  private static final long CLASS_SEED = 1000;
  private static final float NOISE = 0.5f;

  /**
   * What a run leaves.
   *
   * @param losses the loss of each step
   * @param weights a hash of all weights and statistics at the end
   */
  private record Run(double[] losses, String weights) {}

  private static Run train(
      NetworkBuilder builder, Kernels kernels, double learningRate, int[] batches, int steps) {
    try (Network network = builder.kernels(kernels).build(Seed.of(42));
        Updater updater =
            new Updater(network, Sgd.momentum(0.9).weightDecay(1e-4), GradientClipping.none())) {
      double[] losses = new double[steps];
      for (int step = 0; step < steps; step++) {
        int batch = batches[step % batches.length];
        losses[step] = step(network, batch, step % DIFFERENT_BATCHES);
        updater.step(learningRate);
      }
      try (WeightSnapshot weights = network.snapshot()) {
        return new Run(losses, weights.sha256());
      }
    }
  }

  /** Goes forward and backward on noisy pictures of random classes; returns the loss. */
  private static double step(Network network, int batch, long seed) {
    Shape shape = network.inputShapes().values().iterator().next().batched(batch);
    float[] classes = Numbers.floats(Numbers.uniform(batch, 0, CLASSES, seed));
    for (int i = 0; i < batch; i++) {
      classes[i] = (int) classes[i];
    }
    float[] pictures = pictures(classes, (int) shape.elements() / batch, seed);
    NetworkPass pass = network.begin(Mode.TRAINING, batch).setInput(0, shape, pictures);
    pass.forward(Seed.of(seed));
    String output = network.outputShapes().keySet().iterator().next();
    Tensor target = network.kernels().memory().allocate(ElementType.FLOAT32, Shape.of(batch, 1));
    target.set(classes);
    double loss =
        new SoftmaxCrossEntropy()
            .evaluate(network.kernels(), pass.output(), target, pass.outputGradient(output), 1)
            .mean();
    network.kernels().memory().release(target);
    pass.backward();
    return loss;
  }

  /** A picture for each class, the same in every batch, with noise upon it. */
  private static float[] pictures(float[] classes, int size, long seed) {
    float[] pictures = Numbers.floats(Numbers.normal(classes.length * size, seed));
    for (int i = 0; i < classes.length; i++) {
      float[] drawn = Numbers.floats(Numbers.normal(size, CLASS_SEED + (long) classes[i]));
      for (int j = 0; j < size; j++) {
        pictures[i * size + j] = drawn[j] + NOISE * pictures[i * size + j];
      }
    }
    return pictures;
  }

  private static NetworkBuilder lenet() {
    return LeNet.lenet5(CLASSES);
  }

  private static NetworkBuilder resnet() {
    return ResNet.cifar(20).input(16, 16, 3).network(CLASSES);
  }

  private static void assertAgree(
      Supplier<NetworkBuilder> network, int batch, double learningRate) {
    int[] batches = {batch};
    Run onednn = train(network.get(), new OnednnKernels(), learningRate, batches, STEPS);
    Run nd4j = train(network.get(), new Nd4jKernels(), learningRate, batches, STEPS);
    for (int step = 0; step < STEPS; step++) {
      assertThat(onednn.losses[step]).as("oneDNN's loss in step %d", step).isFinite();
      assertThat(nd4j.losses[step]).as("ND4J's loss in step %d", step).isFinite();
      if (step < STEPS_IN_AGREEMENT) {
        assertThat(onednn.losses[step])
            .as("loss in step %d", step)
            .isCloseTo(nd4j.losses[step], within(SHARE * nd4j.losses[step]));
      }
    }
  }

  @Test
  void lenet5TrainsAlikeOnBothKernels() {
    assertAgree(TrainingAgreementTest::lenet, 8, 0.01);
  }

  /**
   * At a low rate: with small batches in batch norms, at 0.01 the last bit of a single weight alone
   * moves the losses of one kind of kernels by more than 1e-3 within a dozen steps.
   */
  @Test
  void resNet20TrainsAlikeOnBothKernels() {
    assertAgree(TrainingAgreementTest::resnet, 32, 1e-3);
  }

  @Test
  void theSameSeedGivesTheSameBitsAloneAndBesideAnother() throws Exception {
    Function<Supplier<NetworkBuilder>, Callable<Run>> training =
        network -> () -> train(network.get(), new OnednnKernels(), 0.01, new int[] {8, 3, 1}, 12);
    Callable<Run> lenet = training.apply(TrainingAgreementTest::lenet);
    Callable<Run> resnet = training.apply(TrainingAgreementTest::resnet);
    Run lenetAlone = lenet.call();
    Run resnetAlone = resnet.call();
    assertSame(lenet.call(), lenetAlone);
    List<Run> together = together(List.of(lenet, resnet, lenet));
    assertSame(together.get(0), lenetAlone);
    assertSame(together.get(1), resnetAlone);
    assertSame(together.get(2), lenetAlone);
  }

  private static void assertSame(Run actual, Run expected) {
    assertThat(actual.losses).containsExactly(expected.losses);
    assertThat(actual.weights).isEqualTo(expected.weights);
  }

  private static List<Run> together(List<Callable<Run>> runs)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    try {
      List<Run> results = new ArrayList<>();
      for (Future<Run> future : threads.invokeAll(runs)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void stepsHoldNoMoreMemoryWhateverTheBatches() {
    Kernels kernels = new OnednnKernels();
    int[] batches = {8, 3, 1, 8, 5, 2};
    try (Network network = lenet().kernels(kernels).build(Seed.of(1))) {
      long[] held = new long[4];
      for (int round = 0; round < held.length; round++) {
        for (int batch : batches) {
          step(network, batch, batch);
        }
        held[round] = kernels.memory().bytesHeld();
      }
      assertThat(held).containsOnly(held[0]);
      assertThat(network.memoryUse().totalBytes()).isLessThanOrEqualTo(held[0]);
    }
    assertThat(kernels.memory().bytesHeld()).isZero();
  }
}
