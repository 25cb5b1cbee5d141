package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.dsd.PhaseKind.DENSE;
import static org.dsd4j.dsd.PhaseKind.RE_DENSE;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.models.vision.Vgg;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What docs/getting-started.md shows, on small data. */
class GettingStartedTest {
  private final Dataset data = points("points", 24);

  private static Dataset points(String name, int count) {
    INDArray features = Nd4j.rand(DataType.FLOAT, count, 28, 28, 1);
    INDArray labels = Nd4j.create(DataType.FLOAT, count, 1);
    for (int i = 0; i < count; i++) {
      labels.putScalar(i, 0, i % 10);
    }
    return ArrayDataset.of(name, features, labels);
  }

  private static Network network() {
    return Network.builder(Shape.of(28, 28, 1))
        .add("conv1", new Conv2d(16, 3).padding(1))
        .add("relu1", Activate.relu())
        .add("conv2", new Conv2d(16, 3).padding(1))
        .add("relu2", Activate.relu())
        .add("sum", new Add(), "relu1", "relu2")
        .add("pool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("fc", new Dense(10))
        .build(Seed.of(42));
  }

  @Test
  void aNetwork() {
    try (Network network = network()) {
      assertThat(network.summary()).contains("sum", "relu1, relu2", "[28, 28, 16]");
      INDArray live = network.parameter("conv1.weight").array();
      live.assign(0);
      assertThat(network.parameter("conv1.weight").value().toFloats()).containsOnly(0);
      INDArray logits = network.predict(Nd4j.rand(DataType.FLOAT, 3, 28, 28, 1));
      assertThat(logits.shape()).containsExactly(3, 10);
    }
  }

  @Test
  void networksOfThePapers() {
    NetworkBuilder usual = ResNet.resnet50(1000);
    NetworkBuilder small =
        new Vgg(16).batchNorm().input(32, 32, 3).width(0.5).dropout(0.2).network(10);
    NetworkBuilder mine =
        ResNet.imageNet(18)
            .input(64, 64, 1)
            .features()
            .add("pool", new GlobalAveragePool())
            .add("flatten", new Flatten())
            .add("angle", new Dense(2));
    assertThat(usual.shape("fc")).isEqualTo(Shape.of(1000));
    assertThat(small.shape("classifier.0")).isEqualTo(Shape.of(2048));
    assertThat(mine.shape("angle")).isEqualTo(Shape.of(2));
  }

  @Test
  void aLayerThatDoesNotFit() {
    assertThatThrownBy(
            () ->
                Network.builder(Shape.of(28, 28, 1))
                    .add("relu1", new Conv2d(16, 3).padding(1))
                    .add("relu2", new MaxPool2d(2))
                    .add("sum", new Add(), "relu1", "relu2"))
        .hasMessage(
            "layer 'sum' (Add): inputs: expected the same shape from all, [28, 28, 16], received"
                + " [14, 14, 16]; bring them to one shape, by a 1×1 convolution for example");
  }

  @Test
  void training() {
    try (Network network = network()) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Adam())
              .training(data, batchSize(32))
              .validation(data)
              .metric(new Accuracy())
              .epochs(epochs(2).earlyStopping(5).restoringBest(), learningRate(0.001))
              .seed(42)
              .build()
              .fit();
      assertThat(result.record().epochs()).hasSize(2);
    }
  }

  @Test
  void fromLogitsToLabels() {
    try (Network network = network()) {
      INDArray logits = network.predict(Nd4j.rand(DataType.FLOAT, 3, 28, 28, 1));
      int[] labels = logits.argMax(1).toIntVector();
      INDArray probabilities = Transforms.softmax(logits);
      for (int i = 0; i < 3; i++) {
        assertThat(probabilities.getRow(i).sumNumber().doubleValue()).isCloseTo(1, within(1e-6));
        assertThat(probabilities.getDouble(i, labels[i]))
            .isEqualTo(probabilities.getRow(i).maxNumber().doubleValue());
      }
    }
  }

  @Test
  void regression() {
    Nd4j.getRandom().setSeed(42);
    INDArray features = Nd4j.rand(DataType.FLOAT, 200, 8);
    INDArray prices = features.sum(true, 1).sub(4);
    DatasetSplit split = ArrayDataset.of("houses", features, prices).split(0.9, Seed.of(1));
    try (Network network =
        Network.builder(Shape.of(8))
            .add("fc1", new Dense(64))
            .add("relu1", Activate.relu())
            .add("fc2", new Dense(1))
            .build(Seed.of(42))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new MeanSquaredError())
              .optimizer(new Adam())
              .training(split.training(), batchSize(32))
              .validation(split.validation())
              .epochs(epochs(50).earlyStopping(5).restoringBest(), learningRate(0.001))
              .build()
              .fit();
      assertThat(result.record().best().value()).isLessThan(0.1);
      INDArray predicted = network.predict(features);
      assertThat(predicted.sub(prices).norm2Number().doubleValue()).isLessThan(5);
    }
  }

  @Test
  void denseSparseDense() {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(epochs(1), learningRate(0.02).cosine())
            .sparse(0.30, epochs(1), learningRate(0.002))
            .reDense(epochs(1), learningRate(0.0002))
            .build();
    try (Network network = LeNet.lenet5(10).build(Seed.of(42))) {
      Pruning pruning = Pruning.layerwise().include("conv1").exclude("fc2").sparsity("conv2", 0.7);
      DsdTrainer trainer =
          DsdTrainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.momentum(0.9).weightDecay(5e-4))
              .schedule(schedule)
              .pruning(pruning)
              .withControl()
              .training(data, batchSize(8))
              .validation(data)
              .metric(new Accuracy())
              .seed(42)
              .build();
      try (DsdResult result = trainer.fit()) {
        assertThat(result.phase(DENSE).value()).isBetween(0.0, 1.0);
        assertThat(result.phase(RE_DENSE).best().value()).isBetween(0.0, 1.0);
        assertThat(result.comparison().orElseThrow().toString()).contains("accuracy");
        assertThat(result.differenceToControl()).isBetween(-1.0, 1.0);
        assertThat(result.toString()).contains("Phase", "re-dense", "One seed is no verdict.");
      }
    }
  }
}
