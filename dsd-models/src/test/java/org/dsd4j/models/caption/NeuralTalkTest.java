package org.dsd4j.models.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.datasets.captions.CaptionDataset;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.PrependStep;
import org.dsd4j.nn.layer.Slice;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.dsd4j.train.record.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeuralTalkTest extends ModelContract {
  private static final Values PICTURES =
      new Values(Shape.of(3, 4), new float[] {1, 0, 0, 1, 0, 1, 0, -1, 0, 0, 1, 0.5f});
  private static final List<List<String>> SENTENCES =
      List.of(
          List.of("a", "dog", "runs"),
          List.of("two", "dogs", "run", "on", "grass"),
          List.of("a", "cat"));
  private static final Vocabulary WORDS =
      Vocabulary.builder()
          .special(SpecialToken.UNKNOWN, SpecialToken.START, SpecialToken.END)
          .addAll(SENTENCES.stream().flatMap(List::stream).toList())
          .build();
  private static final int STEPS = 6;

  private static NeuralTalk model() {
    return NeuralTalk.of(4, STEPS).size(32).dropout(0);
  }

  private static Network network(long seed) {
    return model().network(WORDS.size()).build(Seed.of(seed));
  }

  private static Dataset captions() {
    return CaptionDataset.of(
        "few captions", PICTURES, SENTENCES.stream().map(List::of).toList(), WORDS, STEPS);
  }

  @Override
  protected Loss loss() {
    return new SoftmaxCrossEntropy().ignoreLabel(Dataset.NO_TARGET);
  }

  @Override
  protected NetworkBuilder build(int classes) {
    return model().network(classes);
  }

  @Override
  protected Shape output(int classes) {
    return Shape.of(STEPS + 1, classes);
  }

  @Override
  protected long parametersForTenClasses() {
    int h = 32;
    return (4 + 1) * h + 10 * h + 4 * h * (2 * h + 2) + (h + 1) * 10;
  }

  /** Three pictures with sentences of the few words that fit the classes. */
  @Override
  protected Dataset fewSamples(Network network) {
    Vocabulary few = Vocabulary.of(List.of("<unk>", "<s>", "</s>", "dog"));
    List<List<List<String>>> sentences =
        List.of(List.of(List.of("dog")), List.of(List.of("dog", "dog", "dog")), List.of(List.of()));
    return CaptionDataset.of("few captions", PICTURES, sentences, few, STEPS);
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  /** What stands behind a sentence that is shorter than others changes nothing of it. */
  @Test
  void aSentenceGivesTheSameInABatchAsAlone() {
    Dataset captions = captions();
    try (Network network = network(1)) {
      List<Values> together = Evaluator.of(network).batchSize(batchSize(3)).predict(captions);
      List<Values> alone = Evaluator.of(network).batchSize(batchSize(1)).predict(captions);
      for (int i = 0; i < captions.size(); i++) {
        int steps = 1 + 1 + SENTENCES.get(i).size();
        assertThat(together.get(i).shape()).isEqualTo(Shape.of(steps, WORDS.size()));
        assertThat(together.get(i).array())
            .as("sentence %d", i)
            .containsExactly(alone.get(i).array(), within(1e-5f));
      }
    }
  }

  /** The same network on features and words in one vector, of which it takes its parts. */
  private static NetworkBuilder packed() {
    return Network.builder(Shape.of(4 + STEPS))
        .add("features", new Slice(0, 4), "input")
        .add("picture", new Dense(32))
        .add("words", new Slice(4, 4 + STEPS), "input")
        .add("embedding", new Embedding(WORDS.size(), 32).initializer(Initializer.uniform(0.1)))
        .add("sentence", new PrependStep(), "picture", "embedding")
        .add("lstm", new Lstm(32).forgetBias(2))
        .add("fc", new Dense(WORDS.size()));
  }

  private static Sample packed(Sample sample) {
    float[] features = new float[4 + STEPS];
    Arrays.fill(features, Dataset.NO_TARGET);
    System.arraycopy(sample.input("features").array(), 0, features, 0, 4);
    float[] words = sample.input("words").array();
    System.arraycopy(words, 0, features, 4, words.length);
    float[] target = new float[STEPS + 1];
    Arrays.fill(target, Dataset.NO_TARGET);
    System.arraycopy(sample.target().array(), 0, target, 0, sample.target().array().length);
    return new Sample(
        new Values(Shape.of(features.length), features),
        new Values(Shape.of(target.length), target));
  }

  private List<Double> losses(NetworkBuilder builder, Kernels kernels, Dataset captions) {
    try (Network network = builder.kernels(kernels).build(Seed.of(5))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(loss())
              .optimizer(new Adam())
              .training(captions, batchSize(2))
              .order(SampleOrder.SHUFFLED)
              .epochs(epochs(8), learningRate(0.01))
              .seed(2)
              .build()
              .fit();
      return result.record().epochs().stream().map(EpochRecord::trainingLoss).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void learnsTheSameAsFromPictureAndWordsInOneVector(boolean nd4j) {
    List<Double> one =
        losses(
            packed(),
            nd4j ? new Nd4jKernels() : new OnednnKernels(),
            captions().map((sample, random) -> packed(sample)));
    List<Double> two =
        losses(
            model().network(WORDS.size()),
            nd4j ? new Nd4jKernels() : new OnednnKernels(),
            captions());
    assertThat(two.get(7)).isLessThan(0.9 * two.get(0));
    for (int i = 0; i < two.size(); i++) {
      assertThat(two.get(i)).as("epoch %d", i + 1).isCloseTo(one.get(i), within(1e-5));
    }
  }

  /** Words are an input of their own, and so keep numbers that bfloat16 has no room for. */
  @Test
  void tellsManyWordsApartInNarrowPrecision() {
    NetworkBuilder wide = model().network(600);
    NetworkBuilder narrow = model().network(600).precision(Precision.BF16);
    float[][] outputs = new float[2][];
    for (int i = 0; i < 2; i++) {
      try (Network network = (i == 0 ? wide : narrow).build(Seed.of(1))) {
        outputs[i] =
            network
                .begin(Mode.INFERENCE, Shape.of(4, 4), Shape.of(4, 1))
                .setInput(0, Shape.of(4, 4), new float[16])
                .setInput(1, Shape.of(4, 1), new float[] {512, 513, 514, 515})
                .forward(Seed.of(0))
                .output()
                .toFloats();
      }
    }
    assertThat(outputs[1]).containsExactly(outputs[0], within(0.02f));
    assertThat(Arrays.copyOfRange(outputs[1], 600, 1200))
        .isNotEqualTo(Arrays.copyOfRange(outputs[1], 1800, 2400));
  }

  @Test
  void learnsCaptionsByHeartAndWritesThem() {
    try (Network network = network(1)) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(loss())
              .optimizer(new Adam())
              .training(captions(), batchSize(3))
              .epochs(epochs(120), learningRate(0.01))
              .build()
              .fit();
      assertThat(result.record().lastEpoch().trainingLoss()).isLessThan(0.1);
      CaptionGenerator generator = CaptionGenerator.of(network, WORDS);
      assertThat(generator.sentences(PICTURES)).isEqualTo(SENTENCES);
      assertThat(generator.beam(3).sentences(PICTURES)).isEqualTo(SENTENCES);
      assertThat(generator.longest(2).sentences(PICTURES))
          .isEqualTo(SENTENCES.stream().map(sentence -> sentence.subList(0, 2)).toList());
      assertThatThrownBy(() -> generator.longest(6))
          .hasMessageContaining("most words of a sentence: expected at most 5");
    }
  }

  @Test
  void isTrainedDenseSparseDenseWithItsEmbeddingWhole() {
    try (Network network = network(1)) {
      DsdTrainer trainer =
          DsdTrainer.builder()
              .network(network)
              .loss(loss())
              .optimizer(new Adam())
              .schedule(
                  DsdSchedule.builder()
                      .dense(epochs(1), learningRate(0.01))
                      .sparse(0.8, epochs(1), learningRate(0.01))
                      .reDense(epochs(1), learningRate(0.01))
                      .build())
              .training(captions(), batchSize(2))
              .build();
      try (DsdResult result = trainer.fit()) {
        assertThat(result.phase(PhaseKind.SPARSE).sparsity().sparsity()).isBetween(0.7, 0.85);
        assertThat(result.phase(PhaseKind.RE_DENSE).sparsity().sparsity()).isZero();
        assertThat(result.phase(PhaseKind.RE_DENSE).value()).isFinite();
        assertThat(result.phase(PhaseKind.SPARSE).sparsity().rows())
            .noneMatch(row -> row.parameter().startsWith("embedding") && row.masked() > 0)
            .anyMatch(row -> row.parameter().startsWith("lstm") && row.masked() > 0);
      }
    }
  }
}
