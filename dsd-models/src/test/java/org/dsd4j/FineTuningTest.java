package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.evaluate.FeatureExtraction;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.models.vision.Vgg;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The snippets of docs/fine-tuning.md. */
class FineTuningTest {
  private final INDArray labels = labels(12);
  private final Dataset pictures =
      ArrayDataset.of("pictures", Nd4j.rand(DataType.FLOAT, 12, 32, 32, 3), labels);
  // A network like that of the page, of an eighth of its width.
  private final Network network =
      ResNet.imageNet(18)
          .input(32, 32, 3)
          .width(0.125)
          .network(1000)
          .replace("fc", new Dense(10))
          .build(Seed.of(42));

  private static INDArray labels(int count) {
    INDArray labels = Nd4j.create(DataType.FLOAT, count, 1);
    for (int i = 0; i < count; i++) {
      labels.putScalar(i, 0, i % 10);
    }
    return labels;
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void anotherHead() {
    NetworkBuilder classes = ResNet.resnet50(1000).replace("fc", new Dense(10));
    NetworkBuilder angle = Vgg.vgg16(1000).cutBehind("flatten").add("angle", new Dense(2));
    assertThat(classes.shape("fc")).isEqualTo(Shape.of(10));
    assertThat(classes.parameterCount()).isEqualTo(25_557_032 - 990 * 2049);
    assertThat(angle.summary()).contains("angle", "[25088]").doesNotContain("classifier");
    assertThat(network.parameter("fc.weight").shape()).isEqualTo(Shape.of(10, 64));
  }

  @Test
  void frozenStageHeldStatisticsAndRates() {
    network.freeze("*");
    network.unfreeze("layer4.*", "fc");
    network.holdStatistics("layer1.*", "bn1");
    DsdSchedule schedule =
        DsdSchedule.builder()
            .sparse(0.3, epochs(1), learningRate(0.01))
            .reDense(epochs(1), learningRate(0.001))
            .build();
    DsdTrainer trainer =
        DsdTrainer.builder()
            .network(network)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(Sgd.momentum(0.9))
            .learningRateFactor("*", 0.1)
            .learningRateFactor("fc", 1)
            .schedule(schedule)
            .training(pictures, batchSize(4))
            .build();
    float[] conv1 = network.parameter("conv1.weight").value().toFloats();
    float[] held = network.parameter("bn1.running_mean").value().toFloats();
    float[] gathered = network.parameter("layer2.0.bn1.running_mean").value().toFloats();
    try (DsdResult result = trainer.fit()) {
      assertThat(network.parameter("conv1.weight").value().toFloats()).isEqualTo(conv1);
      assertThat(network.parameter("bn1.running_mean").value().toFloats()).isEqualTo(held);
      assertThat(network.parameter("layer2.0.bn1.running_mean").value().toFloats())
          .isNotEqualTo(gathered);
      assertThat(result.provenance().settings())
          .containsEntry("learning rate factors", "* × 0.1, fc × 1")
          .hasEntrySatisfying("frozen", names -> assertThat(names).startsWith("all but layer4.0."))
          .hasEntrySatisfying("statistics held", names -> assertThat(names).startsWith("layer1."));
    }
    assertThat(network.parameters().stream().filter(Parameter::isTrained))
        .allSatisfy(p -> assertThat(p.name()).matches("(layer4|fc)\\..*"));
  }

  @Test
  void features() {
    INDArray features = FeatureExtraction.features(network, "flatten", pictures, batchSize(5));
    assertThat(features.shape()).containsExactly(12, 64);
    Dataset extracted = ArrayDataset.of("features", features, labels);
    try (Network head = Network.builder(Shape.of(64)).add("fc", new Dense(10)).build(Seed.of(1))) {
      Trainer.builder()
          .network(head)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(Sgd.momentum(0.9))
          .training(extracted, batchSize(4))
          .epochs(epochs(2), learningRate(0.1))
          .build()
          .fit();
      assertThat(head.predict(features).shape()).containsExactly(12, 10);
    }
  }
}
