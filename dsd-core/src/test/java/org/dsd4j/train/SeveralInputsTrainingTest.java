package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.evaluate.Evaluation;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.evaluate.FeatureExtraction;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Slice;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of several inputs and outputs, from the data set to the trained weights. */
class SeveralInputsTrainingTest {
  /** Whether two points lie on the same side of 0, and how far apart they are. */
  private static Dataset points(int count, long seed) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Seed.of(seed).derive(i).stream();
      float left = (float) random.nextGaussian();
      float right = (float) random.nextGaussian();
      samples.add(
          new Sample(
              Map.of("left", number(left), "right", number(right)),
              Map.of(
                  "same",
                  Values.label(left * right > 0 ? 1 : 0),
                  "distance",
                  number(Math.abs(left - right)))));
    }
    SampleSpec spec =
        new SampleSpec()
            .input("left", ValuesSpec.of(Shape.of(1)))
            .input("right", ValuesSpec.of(Shape.of(1)))
            .target("same", ValuesSpec.label(2))
            .target("distance", ValuesSpec.of(Shape.of(1)));
    return ListDataset.of("points", spec, samples, List.of("no", "yes"));
  }

  private static Values number(float value) {
    return new Values(Shape.of(1), new float[] {value});
  }

  private static NetworkBuilder behind(NetworkBuilder inputs) {
    return inputs
        .add("both", new Concat(), "left", "right")
        .add("fc", new Dense(24))
        .add("relu", Activate.relu())
        .add("same", new Dense(2), "relu")
        .add("distance", new Dense(1), "relu")
        .outputs("same", "distance");
  }

  private static NetworkBuilder ofTwo() {
    return behind(Network.builder().input("right", Shape.of(1)).input("left", Shape.of(1)));
  }

  private static Trainer.Builder trainer(Network network, Dataset data, double weight) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .loss("distance", new MeanSquaredError(), weight)
        .optimizer(new Adam())
        .training(data, batchSize(25))
        .seed(3);
  }

  private static Kernels kernels(String name) {
    return name.equals("nd4j") ? new Nd4jKernels() : new OnednnKernels();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn"})
  void twoOutputsLearnTheirOwnTargetsFromTwoInputs(String kernels) {
    try (Network network = ofTwo().kernels(kernels(kernels)).build(Seed.of(1))) {
      TrainingResult result =
          trainer(network, points(400, 1), 1)
              .validation(points(200, 2))
              .metric(new Accuracy())
              .epochs(epochs(25), learningRate(0.02))
              .build()
              .fit();
      assertThat(result.record().lastEpoch().metrics().get("accuracy")).isGreaterThan(0.9);
      Evaluation evaluation =
          Evaluator.of(network)
              .loss(new SoftmaxCrossEntropy())
              .evaluate(points(200, 2), new Accuracy().of("same"), new Accuracy());
      assertThat(evaluation.metric("accuracy of same"))
          .isEqualTo(evaluation.metric("accuracy"))
          .isGreaterThan(0.9);
      assertThat(evaluation.loss())
          .isCloseTo(result.record().lastEpoch().validationLoss().orElse(0), within(1e-6));
      float[] distances = new float[200];
      Evaluator.of(network)
          .predict(
              points(200, 2),
              batch ->
                  System.arraycopy(
                      batch.output("distance").toFloats(),
                      0,
                      distances,
                      batch.first(),
                      batch.size()));
      for (int i = 0; i < 200; i++) {
        float wanted = points(200, 2).targets(i).get("distance").array()[0];
        assertThat(distances[i]).isCloseTo(wanted, within(0.5f));
      }
    }
  }

  private static String weights(Network network) {
    try (WeightSnapshot snapshot = network.snapshot()) {
      return snapshot.sha256();
    }
  }

  /** The same numbers as one input, of which slices are taken. */
  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn"})
  void givesTheBitsOfTheSameInputsInOne(String kernels) {
    Dataset packed =
        points(100, 1)
            .map(
                (sample, random) ->
                    new Sample(
                        new Values(
                            Shape.of(2),
                            new float[] {
                              sample.input("left").array()[0], sample.input("right").array()[0]
                            }),
                        sample.target("same")));
    NetworkBuilder ofOne =
        behind(
            Network.builder(Shape.of(2))
                .add("left", new Slice(0, 1), "input")
                .add("right", new Slice(1, 2), "input"));
    Dataset named =
        points(100, 1).map((sample, random) -> new Sample(sample.inputs(), sample.target("same")));
    List<List<Double>> losses = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    for (boolean isPacked : new boolean[] {true, false}) {
      NetworkBuilder builder = isPacked ? ofOne : ofTwo();
      try (Network network = builder.kernels(kernels(kernels)).build(Seed.of(1))) {
        TrainingResult result =
            Trainer.builder()
                .network(network)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(new Adam())
                .training(isPacked ? packed : named, batchSize(32))
                .epochs(epochs(3), learningRate(0.02))
                .seed(3)
                .build()
                .fit();
        losses.add(result.record().epochs().stream().map(EpochRecord::trainingLoss).toList());
        weights.add(weights(network));
      }
    }
    assertThat(losses.get(1)).isEqualTo(losses.get(0));
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
  }

  /** The second target has the first one's shape: each output is compared with its own. */
  @Test
  void eachLossSeesItsTargetAlone() {
    List<Double> losses = new ArrayList<>();
    for (float shift : new float[] {0, 100}) {
      Dataset shifted =
          points(50, 1)
              .map(
                  (sample, random) ->
                      sample.withTarget(
                          "distance", number(sample.target("distance").array()[0] + shift)));
      try (Network network = ofTwo().build(Seed.of(1))) {
        TrainingResult result =
            trainer(network, shifted, 1e-3)
                .validation(shifted)
                .epochs(epochs(1), learningRate(1e-30))
                .build()
                .fit();
        losses.add(result.record().lastEpoch().validationLoss().orElseThrow());
        losses.add(result.record().lastEpoch().trainingLoss());
      }
    }
    assertThat(losses.get(2)).isEqualTo(losses.get(0));
    assertThat(losses.get(3)).isCloseTo(losses.get(1) + 10, within(0.5));
  }

  @Test
  void anOutputMayBeComparedWithATargetOfAnotherName() {
    Dataset renamed =
        points(60, 1)
            .map(
                (sample, random) ->
                    new Sample(
                        sample.inputs(),
                        Map.of("side", sample.target("same"), "far", sample.target("distance"))));
    try (Network network = ofTwo().build(Seed.of(1))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy(), "side")
              .loss("distance", "far", new MeanSquaredError(), 0.5)
              .optimizer(new Adam())
              .training(renamed, batchSize(20))
              .validation(renamed)
              .metric(new Accuracy())
              .metric(new Accuracy().of("same", "side"))
              .epochs(epochs(1), learningRate(0.01))
              .build()
              .fit();
      Map<String, Double> metrics = result.record().lastEpoch().metrics();
      assertThat(metrics.keySet()).containsExactly("accuracy", "accuracy of same");
      assertThat(metrics.get("accuracy")).isEqualTo(metrics.get("accuracy of same"));
      assertThat(result.provenance().settings().get("loss"))
          .isEqualTo(
              "1 × cross-entropy of same to side; 0.5 × mean squared error of distance to far");
    }
  }

  @Test
  void aRunThatWasCutEndsWithTheSameBits(@TempDir Path folder) {
    String whole;
    try (Network network = ofTwo().build(Seed.of(1))) {
      trainer(network, points(100, 1), 0.3).epochs(epochs(4), learningRate(0.01)).build().fit();
      whole = weights(network);
    }
    try (Network network = ofTwo().build(Seed.of(1))) {
      Trainer cut =
          trainer(network, points(100, 1), 0.3)
              .checkpoints(folder)
              .budget(Budget.unlimited().steps(7))
              .epochs(epochs(4), learningRate(0.01))
              .build();
      assertThatThrownBy(cut::fit).isInstanceOf(TrainingStoppedException.class);
    }
    try (Network network = ofTwo().build(Seed.of(2))) {
      trainer(network, points(100, 1), 0.3)
          .epochs(epochs(4), learningRate(0.01))
          .build()
          .resume(folder);
      assertThat(weights(network)).isEqualTo(whole);
      Trainer other =
          trainer(network, points(100, 2), 0.3).epochs(epochs(4), learningRate(0.01)).build();
      assertThatThrownBy(() -> other.resume(folder)).hasMessageContaining("points (100)");
    }
  }

  @Test
  void featuresOfAPartReadItsInputsAlone() {
    try (Network network = ofTwo().build(Seed.of(1));
        INDArray both = FeatureExtraction.features(network, "both", points(9, 1), batchSize(4))) {
      for (int i = 0; i < 9; i++) {
        Sample sample = points(9, 1).sample(i);
        assertThat(both.getFloat(i, 0)).isEqualTo(sample.input("left").array()[0]);
        assertThat(both.getFloat(i, 1)).isEqualTo(sample.input("right").array()[0]);
      }
    }
  }

  private static void refuses(Dataset data, Class<? extends Exception> type, String message) {
    try (Network network = ofTwo().build(Seed.of(1))) {
      Trainer.Builder builder = trainer(network, data, 1).epochs(epochs(1), learningRate(0.01));
      assertThatThrownBy(builder::build).isInstanceOf(type).hasMessageContaining(message);
      assertThatThrownBy(() -> Evaluator.evaluate(network, data, new Accuracy()))
          .isInstanceOf(type);
    }
  }

  @Test
  void whatDoesNotFitIsToldBeforeAnythingIsLearned() {
    Dataset points = points(10, 1);
    refuses(
        points.map((s, r) -> s.keepingInputs("left")),
        IllegalArgumentException.class,
        "inputs of samples: expected those of the network, [right, left], received [left] without"
            + " 'right'; call the inputs of the data set as those of the network");
    refuses(
        points.map((s, r) -> s.withInput("top", number(1))),
        IllegalArgumentException.class,
        "inputs of samples: expected those of the network, [right, left], received 'top' as well;"
            + " leave it out by dataset.map((sample, random) -> sample.keepingInputs(...))");
    refuses(
        points.map((s, r) -> s.withInput("left", Values.label(1)).withInput("right", wide())),
        ShapeException.class,
        "samples of points: expected the shape [1] of the network's input 'right', received [2]");
    refuses(
        points.map((s, r) -> new Sample(s.inputs(), Map.of("side", s.target("same")))),
        IllegalArgumentException.class,
        "target for output 'same': expected one of those of the data set, [side], received same;"
            + " call the target as the output, or say which one it is");
    float[] values = new float[10];
    refuses(
        ArrayDataset.ofClasses(
            "numbers",
            new Values(Shape.of(10, 1), values),
            new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
            List.of("a", "b")),
        IllegalArgumentException.class,
        "network for samples of one input: expected one input, received [right, left]; give the"
            + " samples inputs of these names");
  }

  private static Values wide() {
    return new Values(Shape.of(2), new float[2]);
  }

  @Test
  void aLossOrMetricOfWhatIsNotThereIsToldBeforeAnythingIsLearned() {
    Dataset points = points(10, 1);
    try (Network network = ofTwo().build(Seed.of(1))) {
      Trainer.Builder price =
          trainer(network, points, 1)
              .validation(points)
              .metric(new Accuracy().of("price"))
              .epochs(epochs(1), learningRate(0.01));
      assertThatThrownBy(price::build).hasMessageContaining("target for output 'price'");
      Trainer.Builder unknown =
          trainer(network, points, 1)
              .validation(points)
              .metric(new Accuracy().of("price", "same"))
              .epochs(epochs(1), learningRate(0.01));
      assertThatThrownBy(unknown::build)
          .hasMessageContaining("output: expected one of [same, distance], received price");
      Dataset wrong = points.map((s, r) -> s.withTarget("distance", wide()));
      Trainer.Builder shape = trainer(network, wrong, 1).epochs(epochs(1), learningRate(0.01));
      assertThatThrownBy(shape::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("points, sample 0: target of mean squared error");
    }
  }
}
