package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dsd4j.data.Augment;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.data.Mixup;
import org.dsd4j.data.Pictures;
import org.dsd4j.data.Transform;
import org.dsd4j.datasets.ImageFolder;
import org.dsd4j.datasets.ImageNet;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/data.md, on small pictures. */
class DataPageTest {
  @TempDir Path imagenet;

  @BeforeEach
  void writePictures() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 18; i++) {
      String part = i < 12 ? "train" : "val";
      String name = i % 3 == 0 ? "n01440764" : "n01443537";
      files.put(
          part + "/" + name + "/" + i + ".JPEG",
          TestPictures.jpeg(TestPictures.photograph(30 + i, 50 - i, i), 0.9f));
    }
    TestPictures.writeFolder(imagenet, files);
  }

  @Test
  void foldersOfPictures() {
    ImageFolder train = ImageFolder.open(imagenet.resolve("train"));
    ImageFolder val = ImageFolder.open(imagenet.resolve("val"), train.classNames());
    train.verify();
    Dataset training = train.decoded(Pictures.randomResizedCrop(32));
    Dataset validation =
        val.decoded(Pictures.resizeAndCenterCrop(36, 32)).map(ImageNet.normalize());
    Transform augmentation =
        Augment.horizontalFlip()
            .then(Augment.colorJitter(0.4, 0.4, 0.4, 0.1))
            .then(ImageNet.lighting(0.1))
            .then(ImageNet.normalize());
    Loss loss = new SoftmaxCrossEntropy().classWeights(ClassBalance.of(training).weights());
    try (Network network =
        ResNet.imageNet(18).input(32, 32, 3).width(0.125).network(2).build(Seed.of(42))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(loss)
              .optimizer(Sgd.momentum(0.9))
              .training(training, batchSize(4), augmentation)
              .batchTransform(new Mixup(0.2, 2))
              .validation(validation)
              .metric(new Accuracy())
              .epochs(epochs(2), learningRate(0.01))
              .build()
              .fit();
      assertThat(result.record().epochs()).hasSize(2);
      assertThat(result.record().epochs().get(1).trainingLoss()).isPositive().isFinite();
    }
  }

  @Test
  void partsOfADataSet() {
    ImageFolder pictures = ImageFolder.open(imagenet.resolve("train"));
    Dataset framed = pictures.decoded(Pictures.resize(8, 8));
    DatasetSplit split = framed.split(0.75, Seed.of(42));
    // Of four and eight pictures, three and six.
    assertThat(ClassBalance.of(split.training()).counts()).containsExactly(3, 6);
    assertThat(ClassBalance.of(split.validation()).counts()).containsExactly(1, 2);
  }
}
