package org.dsd4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.datasets.text.TokenStream;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.TokenPerplexity;
import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageModelTest extends ModelContract {
  private static final Vocabulary LETTERS = Vocabulary.of(List.of("a", "b", "c", "d", "e"));

  /** The letters in turn, again and again. */
  private static Dataset alphabet(int steps, int rows) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 401; i++) {
      tokens.add(LETTERS.token(i % LETTERS.size()));
    }
    return TokenStream.of("alphabet", LETTERS, tokens, steps, rows);
  }

  @Override
  protected NetworkBuilder build(int classes) {
    return LanguageModel.of(5).size(16).dropout(0).network(classes);
  }

  @Override
  protected Shape output(int classes) {
    return Shape.of(5, classes);
  }

  @Override
  protected long parametersForTenClasses() {
    return 10 * 16 + 2 * 4 * 16 * (16 + 16 + 2) + 17 * 10;
  }

  @Override
  protected Dataset fewSamples(Network network) {
    Vocabulary few = Vocabulary.of(LETTERS.tokens().subList(0, CLASSES));
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 41; i++) {
      tokens.add(few.token(i % CLASSES));
    }
    return TokenStream.of("few letters", few, tokens, 5, 8);
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  private static TrainingResult train(Network network) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(new Adam())
        .order(SampleOrder.AS_STORED)
        .training(alphabet(5, 4), batchSize(4))
        .validation(alphabet(5, 4))
        .metric(new TokenPerplexity())
        .epochs(epochs(6), learningRate(0.02))
        .build()
        .fit();
  }

  @Test
  void learnsWhatComesNextAndGoesOn() {
    try (Network network =
        LanguageModel.of(5)
            .size(16)
            .layers(1)
            .dropout(0)
            .carryingState(4)
            .network(5)
            .build(Seed.of(1))) {
      assertThat(train(network).record().last().value()).isLessThan(1.1);
      TextSampler sampler = new TextSampler(network, LETTERS, 0.1);
      assertThat(String.join("", sampler.sample(List.of("c", "d"), 8, Seed.of(2))))
          .isEqualTo("eabcdeab");
    }
  }

  @Test
  void sameSeedSameText() {
    try (Network network = LanguageModel.of(5).size(8).network(5).build(Seed.of(1))) {
      TextSampler sampler = new TextSampler(network, LETTERS, 1);
      List<String> text = sampler.sample(List.of("a"), 30, Seed.of(2));
      assertThat(sampler.sample(List.of("a"), 30, Seed.of(2))).isEqualTo(text).hasSize(30);
      assertThat(sampler.sample(List.of("a"), 30, Seed.of(3))).isNotEqualTo(text);
    }
  }

  static Stream<NetworkBuilder> networks() {
    return Stream.of(
        LanguageModel.of(7).size(12).network(5),
        LanguageModel.of(7).size(12).layers(1).network(5),
        LstmClassifier.of(7, 5).size(12).network(3));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aTextGivesTheSameInABatchAsAlone(NetworkBuilder builder) {
    int[] lengths = {7, 2, 5};
    float[] tokens = {0, 1, 2, 3, 4, 0, 1, 4, 2, 0, 0, 0, 0, 0, 3, 3, 1, 0, 2, 0, 0};
    Shape padded = Shape.of(3, 7);
    try (Network network = builder.build(Seed.of(1))) {
      NetworkPass together = network.begin(Mode.INFERENCE, padded).setLengths(Lengths.of(lengths));
      float[] all = together.setInput(0, padded, tokens).forward(Seed.of(0)).output().toFloats();
      for (int i = 0; i < lengths.length; i++) {
        Shape alone = Shape.of(1, lengths[i]);
        float[] single =
            network
                .begin(Mode.INFERENCE, alone)
                .setInput(0, alone, Arrays.copyOfRange(tokens, 7 * i, 7 * i + lengths[i]))
                .forward(Seed.of(0))
                .output()
                .toFloats();
        int from = i * all.length / lengths.length;
        assertThat(Arrays.copyOfRange(all, from, from + single.length))
            .as("text %d", i)
            .containsExactly(single, within(1e-5f));
      }
    }
  }

  @Test
  void refusesAnotherVocabulary() {
    try (Network network = LanguageModel.of(5).size(8).network(7).build(Seed.of(1))) {
      assertThatThrownBy(() -> new TextSampler(network, LETTERS, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("7 tokens, as the network has outputs")
          .hasMessageContaining("5");
    }
  }

  @Test
  void theClassifierReadsTheLastRealStep() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      int length = 2 + i % 5;
      float[] tokens = new float[length];
      for (int t = 0; t < length; t++) {
        tokens[t] = (i + t) % 4;
      }
      // The class is the first token's, which has to be remembered to the end.
      samples.add(new Sample(new Values(Shape.of(length), tokens), Values.label(i % 4)));
    }
    SequenceDataset texts = SequenceDataset.of("texts", samples, List.of("a", "b", "c", "d"));
    try (Network network =
        LstmClassifier.of(6, 4).size(16).dropout(0).network(4).build(Seed.of(1))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Adam())
              .training(texts, batchSize(8))
              .validation(texts)
              .metric(new Accuracy())
              .epochs(epochs(40), learningRate(0.01))
              .build()
              .fit();
      assertThat(result.record().last().value()).isGreaterThan(0.95);
    }
  }
}
