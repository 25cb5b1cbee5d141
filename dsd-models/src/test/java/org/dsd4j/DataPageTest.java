package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.audio.AudioFeatures;
import org.dsd4j.audio.FeatureNormalization;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.RecordingAugment;
import org.dsd4j.audio.RecordingTransform;
import org.dsd4j.audio.SpecAugment;
import org.dsd4j.audio.Stft;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Mixup;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.datasets.pictures.ImageFolder;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/data.md shows, on small pictures and noise. */
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
  void recordingsOfSpeech() {
    Path file = imagenet.resolve("noise.wav");
    RandomGenerator random = Seed.of(1).stream();
    float[] noise = new float[8000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    AudioFile.writeWav(file, new Recording(noise, 8000));

    AudioFeatures features = LogMel.of(Stft.of(16_000), 80);
    Recording recording = AudioFile.read(file).resampled(features.rate());
    Values sequence = features.normalized().of(recording);
    assertThat(sequence.shape()).isEqualTo(Shape.of(98, 80));

    Values utterance = features.of(recording);
    FeatureNormalization speaker = FeatureNormalization.of(List.of(utterance));
    assertThat(speaker.apply(utterance).array()).isEqualTo(sequence.array());

    RecordingTransform change =
        RecordingAugment.tempo(0.9, 1.1).then(RecordingAugment.whiteNoise(10, 30));
    SpecAugment masks = SpecAugment.libriSpeechDouble();
    Values changed = features.normalized().of(change.apply(recording, random));
    Values masked = masks.apply(changed, random);
    assertThat(masked.shape().extent(0)).isBetween(88, 109);
    assertThat(masked.array()).contains(0f);
  }

  @Test
  void tables() throws IOException {
    Path file = imagenet.resolve("iris.csv");
    Files.writeString(file, "a,b,c,d,kind\n1,2,3,4,setosa\n5,6,7,8,virginica\n9,1,2,3,setosa\n");
    List<String[]> rows =
        Files.readAllLines(file).stream().skip(1).map(line -> line.split(",")).toList();
    List<String> names = rows.stream().map(row -> row[4]).distinct().sorted().toList();
    float[] features = new float[rows.size() * 4];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      for (int column = 0; column < 4; column++) {
        features[4 * i + column] = Float.parseFloat(rows.get(i)[column]);
      }
      labels[i] = names.indexOf(rows.get(i)[4]);
    }
    Dataset iris =
        ArrayDataset.ofClasses(
            "iris", new Values(Shape.of(labels.length, 4), features), labels, names);
    assertThat(iris.sample(1).features().array()).containsExactly(5, 6, 7, 8);
    float[] means = {5, 3, 4, 5};
    float[] deviations = {4, 2, 2, 2};
    Dataset scaled = iris.map(Normalization.of(means, deviations).transform());
    assertThat(scaled.sample(1).features().array()).containsExactly(0, 1.5f, 1.5f, 1.5f);
    assertThat(ClassBalance.of(iris).counts()).containsExactly(2, 1);
  }

  @Test
  void sequences() {
    RandomGenerator random = Seed.of(3).stream();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int steps = 2 + i % 5;
      float[] values = new float[steps * 3];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) (i % 2 + 0.1 * random.nextGaussian());
      }
      samples.add(new Sample(new Values(Shape.of(steps, 3), values), Values.label(i % 2)));
    }
    Dataset gestures = SequenceDataset.of("gestures", samples, List.of("still", "moving"));
    try (Network network =
        Network.builder(gestures.featureShape())
            .add("lstm", new Lstm(16).lastState())
            .add("fc", new Dense(2))
            .build(Seed.of(42))) {
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(Sgd.momentum(0.9))
          .training(gestures, batchSize(8))
          .epochs(epochs(10), learningRate(0.1))
          .build()
          .fit();
      assertThat(Evaluator.evaluate(network, gestures, new Accuracy()).metric("accuracy"))
          .isEqualTo(1);
    }
  }

  /** Offers of which the picture says the kind, and the number of words the price. */
  private static Dataset offers(int count) {
    SampleSpec spec =
        new SampleSpec()
            .input("picture", ValuesSpec.of(Shape.of(4, 4, 3)))
            .input("words", ValuesSpec.of(Shape.of(6)).indices(50).sequence())
            .target("kind", ValuesSpec.label(2))
            .target("price", ValuesSpec.of(Shape.of(1)));
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Seed.of(4).derive(i).stream();
      float[] picture = new float[4 * 4 * 3];
      for (int k = 0; k < picture.length; k++) {
        picture[k] = random.nextFloat() + i % 2;
      }
      float[] words = new float[1 + random.nextInt(6)];
      for (int k = 0; k < words.length; k++) {
        words[k] = random.nextInt(50);
      }
      Values price = new Values(Shape.of(1), new float[] {words.length / 6f});
      samples.add(
          new Sample(
              Map.of(
                  "picture",
                  new Values(Shape.of(4, 4, 3), picture),
                  "words",
                  new Values(Shape.of(words.length), words)),
              Map.of("kind", Values.label(i % 2), "price", price)));
    }
    return ListDataset.of("offers", spec, samples, List.of("new", "used"));
  }

  @Test
  void severalInputsAndTargets() {
    try (Network network =
        Network.builder()
            .input("picture", Shape.of(4, 4, 3))
            .input("words", Shape.of(6))
            .add("pixels", new Flatten(), "picture")
            .add("seen", new Dense(16))
            .add("embedding", new Embedding(50, 8), "words")
            .add("read", new Lstm(16).lastState())
            .add("both", new Concat(), "seen", "read")
            .add("kind", new Dense(2), "both")
            .add("price", new Dense(1), "both")
            .outputs("kind", "price")
            .build(Seed.of(42))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .loss("price", new MeanSquaredError(), 1)
              .optimizer(new Adam())
              .training(offers(200), batchSize(16), Augment.horizontalFlip().on("picture"))
              .validation(offers(50))
              .metric(new Accuracy())
              .epochs(epochs(8), learningRate(0.01))
              .build()
              .fit();
      assertThat(result.record().lastEpoch().metrics().get("accuracy")).isGreaterThan(0.9);
      Dataset others = offers(50);
      double[] error = new double[1];
      Evaluator.of(network)
          .predict(
              others,
              batch -> {
                float[] prices = batch.output("price").toFloats();
                for (int i = 0; i < batch.size(); i++) {
                  float price = others.targets(batch.first() + i).get("price").array()[0];
                  error[0] += Math.abs(prices[i] - price) / 50;
                }
              });
      assertThat(error[0]).isLessThan(0.1);
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
