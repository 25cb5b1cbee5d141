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
import org.dsd4j.data.Values;
import org.dsd4j.datasets.captions.CaptionDataset;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;

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
      Shape together = captions.featureShape().batched(2 * captions.size());
      float[] rows = new float[(int) together.elements()];
      int row = captions.featureShape().extent(0);
      for (int i = 0; i < 2 * captions.size(); i++) {
        float[] features = captions.sample(i % captions.size()).features().array();
        for (int k = 4; i >= captions.size() && k < row; k++) {
          features[k] = features[k] == Dataset.NO_TARGET ? 1 : features[k];
        }
        System.arraycopy(features, 0, rows, i * row, row);
      }
      float[] all = outputs(network, together, rows);
      int output = all.length / (2 * captions.size());
      for (int i = 0; i < 2 * captions.size(); i++) {
        int sentence = i % captions.size();
        float[] alone =
            outputs(
                network,
                captions.featureShape().batched(1),
                captions.sample(sentence).features().array());
        int real = (1 + 1 + SENTENCES.get(sentence).size()) * WORDS.size();
        assertThat(Arrays.copyOfRange(all, i * output, i * output + real))
            .as("row %d", i)
            .containsExactly(Arrays.copyOf(alone, real), within(1e-5f));
      }
    }
  }

  private static float[] outputs(Network network, Shape shape, float[] features) {
    return network
        .begin(Mode.INFERENCE, shape)
        .setInput(0, shape, features)
        .forward(Seed.of(0))
        .output()
        .toFloats();
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
