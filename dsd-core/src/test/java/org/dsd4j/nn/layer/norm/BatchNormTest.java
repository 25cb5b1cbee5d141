package org.dsd4j.nn.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BatchNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new BatchNorm(), Shape.of(3, 2, 2), Shape.of(3, 2, 2)),
        of(new BatchNorm().epsilon(0.1).momentum(0.5), Shape.of(2, 2, 3), Shape.of(2, 2, 3)),
        of(new BatchNorm(), Shape.of(5, 1), Shape.of(5, 1)),
        of(new BatchNorm().epsilon(1), Shape.of(4), Shape.of(4)));
  }

  @Override
  protected boolean dependsOnMode() {
    return true;
  }

  @Test
  void gathersMeanAndUnbiasedVariance() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new BatchNorm().momentum(0.25),
                List.of(Shape.of(4, 1)))) {
      harness.input().set(new float[] {1, 2, 3, 6});
      harness.forward();
      // The batch: mean 3, squares of distances 4 + 1 + 0 + 9 = 14, over 3.
      assertThat(harness.parameter("running_mean").toFloats()[0]).isCloseTo(0.75f, within(1e-6f));
      assertThat(harness.parameter("running_var").toFloats()[0])
          .isCloseTo(0.75f + 0.25f * 14 / 3, within(1e-6f));
      harness.mode(Mode.INFERENCE).forward();
      assertThat(harness.parameter("running_mean").toFloats()[0]).isCloseTo(0.75f, within(1e-6f));
    }
  }

  @Test
  void staysFiniteOnOneRowAndOnConstants() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new BatchNorm(), List.of(Shape.of(1, 2)))) {
      harness.input().set(new float[] {5, -5});
      harness.outputGradient().set(new float[] {1, 1});
      harness.forward().backward();
      assertThat(harness.output().toFloats()).containsExactly(0, 0);
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(0, 0);
      assertThat(harness.parameter("running_mean").toFloats()).containsExactly(0, 0);
      assertThat(harness.parameter("running_var").toFloats()).containsExactly(1, 1);
      assertThat(harness.warnings()).singleElement().asString().contains("no variance");
    }
  }

  @Test
  void aLastBatchOfOneSampleLeavesTheStatisticsAndSaysSoOnce() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.dsd4j.nn.plan.NodePass");
    for (boolean rectified : new boolean[] {false, true}) {
      for (Supplier<Kernels> kernels :
          List.<Supplier<Kernels>>of(Nd4jKernels::new, OnednnKernels::new)) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
          assertThat(variance(kernels.get(), rectified, 4)).isCloseTo(100f / 3, within(0.1f));
          assertThat(log.list).isEmpty();
          // In 60 epochs a fifth sample comes 60 times alone.
          assertThat(variance(kernels.get(), rectified, 5)).isCloseTo(100f / 3, within(0.1f));
          assertThat(log.list)
              .extracting(ILoggingEvent::getFormattedMessage)
              .singleElement()
              .asString()
              .contains(
                  "layer 'bn' (BatchNorm", "expected several values", "network.holdStatistics");
        } finally {
          logger.detachAppender(log);
        }
      }
    }
  }

  /** The running variance of -5 and 5 twice, and maybe a fifth sample, in batches of four. */
  private static float variance(Kernels kernels, boolean rectified, int samples) {
    NetworkBuilder builder =
        Network.builder(Shape.of(1)).kernels(kernels).add("bn", new BatchNorm());
    if (rectified) {
      builder.add("relu", Activate.relu());
    }
    float[] values = Arrays.copyOf(new float[] {-5, 5, -5, 5, 0}, samples);
    int[] labels = Arrays.copyOf(new int[] {0, 1, 0, 1, 0}, samples);
    Dataset data =
        ArrayDataset.ofClasses(
            "d", new Values(Shape.of(samples, 1), values), labels, List.of("a", "b"));
    try (Network network = builder.add("fc", new Dense(2)).build(Seed.of(7))) {
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(Sgd.plain())
          .training(data, batchSize(4))
          .order(SampleOrder.AS_STORED)
          .epochs(epochs(60), learningRate(1e-9))
          .seed(1)
          .build()
          .fit();
      return network.parameter("bn.running_var").value().toFloats()[0];
    }
  }

  @Test
  void survivesAMeanFarFromZero() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new BatchNorm(), List.of(Shape.of(4, 1)))) {
      harness.input().set(new float[] {10001, 9999, 10001, 9999});
      harness.forward();
      assertThat(harness.output().toFloats())
          .containsExactly(new float[] {1, -1, 1, -1}, within(1e-4f));
    }
  }

  @Test
  void mayStartAtZero() {
    var specs = new BatchNorm().startingAtZero().parameters(List.of(Shape.of(2)));
    float[] start = {5, 5};
    specs.get(0).initializer().fill(start, specs.get(0).shape(), new java.util.Random(1));
    assertThat(start).containsOnly(0);
    assertThatThrownBy(() -> new BatchNorm().momentum(0)).hasMessageContaining("momentum");
  }
}
