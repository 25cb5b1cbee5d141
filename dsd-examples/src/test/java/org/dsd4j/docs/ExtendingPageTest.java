package org.dsd4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** The classes of docs/extending.md, in a run together. */
class ExtendingPageTest {
  private static final Path HERE = Path.of("src", "test", "java", "org", "dsd4j", "docs");

  private final Network network =
      Network.builder(Shape.of(8)).add("fc1", new Dense(4)).build(Seed.of(1));

  @AfterEach
  void close() {
    network.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LogCosh",
        "LogCoshTest",
        "MinimalGatedUnit",
        "MinimalGatedUnitTest",
        "DistanceFromMean",
        "DistanceFromMeanTest",
        "TwoOfFour",
        "MeanAbsoluteError",
        "MeanAbsoluteErrorTest"
      })
  void thePageShowsTheClassesThatAreTested(String name) throws IOException {
    String file = DocPage.of("dsd-examples/" + HERE.resolve(name + ".java")).text();
    assertThat(DocPage.of("docs/extending.md").block("java", "class " + name + " "))
        .isEqualTo(file.replace("package org.dsd4j.docs;\n\n", ""));
  }

  private DsdTrainer trainer(double sparsity) {
    Dataset data = ArrayDataset.of("numbers", Nd4j.rand(32, 8), Nd4j.rand(32, 4));
    LearningRate rate =
        learningRate(0.1)
            .curve(
                "inverse square root",
                (start, steps, stepsPerEpoch) -> step -> start / Math.sqrt(1 + step));
    return DsdTrainer.builder()
        .network(network)
        .loss(new LogCosh())
        .optimizer(Sgd.momentum(0.9))
        .schedule(
            DsdSchedule.builder()
                .dense(epochs(2), rate)
                .sparse(sparsity, epochs(2), learningRate(0.01))
                .reDense(epochs(1), learningRate(0.01))
                .build())
        .pruning(Pruning.with(new TwoOfFour()))
        .training(data, batchSize(8))
        .validation(data)
        .metric(new MeanAbsoluteError())
        .build();
  }

  @Test
  void trainsByTheLossThePrunerTheMetricAndTheCurve() {
    try (DsdResult result = trainer(0.5).fit()) {
      assertThat(result.phase(PhaseKind.SPARSE).sparsity().rows().get(0).sparsity()).isEqualTo(0.5);
      assertThat(result.phase(PhaseKind.DENSE).record().lastEpoch().learningRate())
          .isEqualTo(0.1 / Math.sqrt(8));
      assertThat(result.provenance().settings().toString())
          .contains("log-cosh", "2 of 4", "inverse square root");
      assertThat(result.phase(PhaseKind.RE_DENSE).value()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void thePrunerRefusesOtherSparsities() {
    assertThatThrownBy(() -> trainer(0.3).fit())
        .hasMessageContaining("sparsity of fc1.weight for 2 of 4: expected 0.5, received 0.3");
  }

  private static Dataset sequences() {
    RandomGenerator random = new SplittableRandom(5);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      float[] steps = new float[2 * (2 + i % 4)];
      for (int j = 0; j < steps.length; j++) {
        steps[j] = (float) random.nextGaussian();
      }
      Values target = new Values(Shape.of(1), new float[] {steps[0] > 0 ? 1 : 0});
      samples.add(new Sample(new Values(Shape.of(steps.length / 2, 2), steps), target));
    }
    return SequenceDataset.of("signs", samples, List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn"})
  void trainsTheCellOnSequencesOfDifferentLengths(String kernels) {
    Dataset data = sequences();
    try (Network cells =
            Network.builder(data.featureShape())
                .kernels(kernels.equals("nd4j") ? new Nd4jKernels() : new OnednnKernels())
                .add("cells", new MinimalGatedUnit(8).bidirectional().lastState())
                .add("output", new Dense(2))
                .build(Seed.of(1));
        DsdResult result =
            DsdTrainer.builder()
                .network(cells)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(Sgd.momentum(0.9))
                .schedule(
                    DsdSchedule.builder()
                        .dense(epochs(20), learningRate(0.1))
                        .sparse(0.5, epochs(4), learningRate(0.05))
                        .build())
                .training(data, batchSize(8))
                .validation(data)
                .metric(new Accuracy())
                .build()
                .fit()) {
      assertThat(result.phase(PhaseKind.SPARSE).sparsity().rows())
          .filteredOn(row -> row.parameter().contains("weight_"))
          .hasSize(4)
          .allSatisfy(row -> assertThat(row.sparsity()).isEqualTo(0.5));
      assertThat(result.phase(PhaseKind.SPARSE).value()).isGreaterThan(0.85);
    }
  }
}
