package org.dsd4j.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.prune.FilterPruner;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.RandomScore;
import org.dsd4j.prune.WeightTimesGradient;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SensitivityScanTest {
  private static final int CLASSES = 4;
  private static final Shape IMAGE = Shape.of(6, 6, 2);
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  /** A block with a bypass, so that what a layer changes is not all that comes behind it. */
  private static Network residual(Precision precision) {
    return Network.builder(IMAGE)
        .add("conv1", new Conv2d(6, 3).padding(1))
        .add("relu1", Activate.relu())
        .add("conv2", new Conv2d(6, 3).padding(1))
        .add("bn2", new BatchNorm())
        .add("relu2", Activate.relu())
        .add("conv3", new Conv2d(6, 3).padding(1))
        .add("sum", new Add(), "conv3", "relu1")
        .add("flatten", new Flatten())
        .add("fc", new Dense(CLASSES))
        .precision(precision)
        .build(Seed.of(3));
  }

  private static Network residual() {
    return residual(Precision.F32);
  }

  /** Pictures whose classes are what the network says of them, so that it is always right. */
  private static Dataset pictures(Network network, int count) {
    float[] pixels = Numbers.floats(Numbers.normal(count * (int) IMAGE.elements(), 5));
    Values values = new Values(IMAGE.batched(count), pixels);
    Dataset unlabelled = ArrayDataset.ofClasses("pictures", values, new int[count], NAMES);
    int[] labels =
        Evaluator.predict(network, unlabelled).stream()
            .mapToInt(output -> largest(output.array()))
            .toArray();
    return ArrayDataset.ofClasses("pictures", values, labels, NAMES);
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  static void zeroSmallest(Parameter parameter, double sparsity) {
    float[] weights = parameter.value().toFloats();
    Integer[] order = new Integer[weights.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(Math.abs(weights[a]), Math.abs(weights[b])));
    for (int i = 0; i < Math.rint(weights.length * sparsity); i++) {
      weights[order[i]] = 0;
    }
    parameter.value().set(weights);
  }

  @ParameterizedTest
  @EnumSource
  void eachCellIsTheNetworkWithThatParameterAlonePruned(Precision precision) {
    try (Network network = residual(precision)) {
      Dataset data = pictures(network, 50);
      Sensitivity found =
          SensitivityScan.of(network)
              .data(data)
              .pruning(Pruning.layerwise().include("conv1"))
              .sparsities(0.3, 0.6, 0.9)
              .batchSize(batchSize(20))
              .run();
      assertThat(found.baseline()).isEqualTo(1);
      assertThat(found.curves())
          .extracting(SensitivityCurve::parameter)
          .containsExactly("conv1.weight", "conv2.weight", "conv3.weight", "fc.weight");
      for (SensitivityCurve curve : found.curves()) {
        for (SensitivityCurve.PrunedPoint point : curve.points()) {
          try (Network pruned = residual(precision)) {
            zeroSmallest(pruned.parameter(curve.parameter()), point.sparsity());
            double expected =
                Evaluator.of(pruned)
                    .batchSize(batchSize(20))
                    .evaluate(data, new Accuracy())
                    .metric("accuracy");
            assertThat(point.value())
                .as("%s at %s", curve.parameter(), point.sparsity())
                .isEqualTo(expected);
          }
        }
      }
      assertThat(found.curve("fc.weight").points().get(2).value()).isLessThan(0.9);
    }
  }

  @Test
  void theFirstConvolutionIsScannedOnRequestAlone() {
    try (Network network = residual()) {
      Sensitivity found = SensitivityScan.of(network).data(pictures(network, 8)).run();
      assertThat(found.curves())
          .extracting(SensitivityCurve::parameter)
          .containsExactly("conv2.weight", "conv3.weight", "fc.weight");
      assertThat(found.setting().sparsities()).isEqualTo(SensitivityScan.SPARSITIES).hasSize(9);
    }
  }

  @Test
  void weightsStatisticsAndMasksAreAsTheyWere() {
    try (Network network = residual()) {
      Parameter fc = network.parameter("fc.weight");
      BitSet kept = new BitSet();
      kept.set(1, 200);
      Mask mask = Mask.of(fc.shape(), kept);
      fc.setMask(mask);
      Dataset data = pictures(network, 30);
      String before = hash(network);
      SensitivityScan.of(network)
          .data(data)
          .loss(new SoftmaxCrossEntropy())
          .pruning(Pruning.layerwise(new WeightTimesGradient()))
          .run();
      assertThat(hash(network)).isEqualTo(before);
      assertThat(fc.mask()).contains(mask);
      assertThat(fc.maskTensor().orElseThrow().toFloats()).isEqualTo(mask.toFloats());
      assertThat(network.parameter("conv2.weight").mask()).isEmpty();
    }
  }

  @Test
  void andBehindAnErrorToo() {
    try (Network network = residual()) {
      Dataset data = pictures(network, 30);
      String before = hash(network);
      assertThatThrownBy(
              () -> SensitivityScan.of(network).data(data).metric(new FailingLate(4)).run())
          .hasMessage("broken metric");
      assertThat(hash(network)).isEqualTo(before);
      assertThat(network.parameters()).allMatch(parameter -> parameter.mask().isEmpty());
      assertThatThrownBy(
              () ->
                  SensitivityScan.of(network)
                      .data(data)
                      .progress(
                          curve -> {
                            throw new IllegalStateException("broken listener");
                          })
                      .run())
          .hasMessage("broken listener");
      assertThat(hash(network)).isEqualTo(before);
    }
  }

  private static String hash(Network network) {
    try (WeightSnapshot snapshot = network.snapshot()) {
      return snapshot.sha256();
    }
  }

  /** An accuracy that fails with its n-th batch. */
  private static final class FailingLate implements Metric {
    private final Metric accuracy = new Accuracy();
    private int left;

    FailingLate(int batches) {
      this.left = batches;
    }

    @Override
    public String name() {
      return "late";
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }

    @Override
    public Running start() {
      Running running = accuracy.start();
      return new Running() {
        @Override
        public void add(Shape outputShape, float[] output, float[] target) {
          if (--left == 0) {
            throw new IllegalStateException("broken metric");
          }
          running.add(outputShape, output, target);
        }

        @Override
        public void merge(Running other) {
          throw new UnsupportedOperationException();
        }

        @Override
        public double[] toNumbers() {
          return new double[0];
        }

        @Override
        public void merge(double... numbers) {}

        @Override
        public double value() {
          return running.value();
        }
      };
    }
  }

  @Test
  void whatTheTimeDoesNotSufficeForIsNamed() {
    try (Network network = residual()) {
      AtomicLong now = new AtomicLong();
      List<String> told = new ArrayList<>();
      Sensitivity found =
          SensitivityScan.of(network)
              .data(pictures(network, 30))
              .sparsities(0.5)
              .budget(Duration.ofSeconds(2))
              .clock(now::get)
              .progress(
                  curve -> {
                    told.add(curve.parameter());
                    now.addAndGet(1_000_000_000);
                  })
              .run();
      assertThat(found.notReached()).containsExactly("fc.weight");
      assertThat(found.curves()).hasSize(3);
      assertThat(told).hasSize(3);
      assertThat(found.curve("conv3.weight").isReached()).isTrue();
      assertThat(found.time()).isEqualTo(Duration.ofSeconds(3));
      assertThat(found.toString()).contains("Not measured, as the time was up: fc.weight");
      assertThat(found.toJsonLines())
          .contains(
              "{\"parameter\":\"fc.weight\",\"weights\":864,\"sparsity\":0.5,\"metric\":\"accuracy\","
                  + "\"samples\":30,\"unpruned\":1.0,\"pruned\":null,\"value\":null}");
      assertThatThrownBy(() -> found.pruning(Pruning.layerwise(), 0.01))
          .hasMessageContaining("[fc.weight]")
          .hasMessageContaining("more time");
    }
  }

  @Test
  void aPartOfTheDataIsDrawnByClass() {
    try (Network network = SmallNets.dense(2, 1)) {
      int[] labels = new int[100];
      Arrays.fill(labels, 60, 100, 1);
      float[] points = Numbers.floats(Numbers.normal(600, 2));
      Dataset sorted =
          ArrayDataset.ofClasses(
              "sorted", new Values(Shape.of(100, 6), points), labels, List.of("a", "b"));
      Sensitivity found = SensitivityScan.of(network).data(sorted).samples(10).run();
      Dataset drawn = sorted.drawn(10, Seed.of(0));
      assertThat(found.setting().samples()).isEqualTo(10);
      assertThat(found.baseline())
          .isEqualTo(Evaluator.evaluate(network, drawn, new Accuracy()).metric("accuracy"));
    }
  }

  @Test
  void anyPrunerCanChoose() {
    try (Network network = residual()) {
      Dataset data = pictures(network, 20);
      for (Pruning pruning :
          List.of(
              Pruning.with(new FilterPruner()),
              Pruning.layerwise(new RandomScore(Seed.of(1))),
              Pruning.globally())) {
        Sensitivity found =
            SensitivityScan.of(network).data(data).pruning(pruning).sparsities(0.5).run();
        assertThat(found.setting().pruner()).isEqualTo(pruning.pruner().toString());
        assertThat(found.curve("conv2.weight").points().get(0).pruned()).isEqualTo(162);
      }
    }
  }

  @Test
  void badSettingsFailBeforeAnythingIsComputed() {
    try (Network network = residual()) {
      Dataset data = pictures(network, 8);
      SensitivityScan scan = SensitivityScan.of(network);
      assertThatThrownBy(scan::run).hasMessageContaining("call data(...)");
      assertThatThrownBy(() -> scan.sparsities(0.5, 0.4)).hasMessageContaining("ascending");
      assertThatThrownBy(() -> scan.sparsities(0.5, 0.5)).hasMessageContaining("ascending");
      assertThatThrownBy(scan::sparsities).hasMessageContaining("one or more");
      assertThatThrownBy(() -> scan.sparsities(1)).hasMessageContaining("[0, 1)");
      assertThatThrownBy(() -> scan.sparsities(Double.NaN)).hasMessageContaining("[0, 1)");
      assertThatThrownBy(() -> scan.samples(0)).hasMessageContaining("at least 1");
      assertThatThrownBy(() -> scan.budget(Duration.ZERO)).hasMessageContaining("positive");
      assertThatThrownBy(
              () ->
                  SensitivityScan.of(network)
                      .data(data)
                      .pruning(Pruning.layerwise(new WeightTimesGradient()))
                      .run())
          .hasMessageContaining("call loss(...)");
      assertThatThrownBy(
              () ->
                  SensitivityScan.of(network)
                      .data(data)
                      .pruning(Pruning.layerwise().include("conv9"))
                      .run())
          .hasMessageContaining("conv9");
    }
  }
}
