package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.evaluate.SampleIndices;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number of a word that an embedding does not have is found before training. */
class WordNumbersTest {
  private static Network network() {
    return Network.builder(Shape.of(2))
        .add("words", new Embedding(3, 2))
        .add("flat", new Flatten())
        .add("classes", new Dense(2))
        .build(Seed.of(1));
  }

  private static List<Sample> samples(float last) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      float[] words = {i % 3, i == 2 ? last : 1};
      samples.add(new Sample(new Values(Shape.of(2), words), Values.label(i % 2)));
    }
    return samples;
  }

  private static Dataset dataset(float last) {
    return SequenceDataset.of("words", samples(last), List.of());
  }

  private static ListDataset declared(int indices, float last) {
    SampleSpec spec =
        new SampleSpec()
            .input(Sample.FEATURES, ValuesSpec.of(Shape.of(2)).indices(indices))
            .target(Sample.TARGET, ValuesSpec.label(2));
    return ListDataset.of("declared", spec, samples(last));
  }

  private static Trainer.Builder trainer(Network network, Dataset training) {
    return trainer(network, training, Transform.identity());
  }

  private static Trainer.Builder trainer(Network network, Dataset training, Transform transform) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.plain())
        .training(training, batchSize(2), transform)
        .epochs(epochs(1), learningRate(0.1));
  }

  @ParameterizedTest
  @ValueSource(floats = {3, 0.5f, -2, 1e9f})
  void noneOfTheTrainingDataIsBeyondTheVocabulary(float word) {
    try (Network network = network()) {
      assertThatThrownBy(() -> trainer(network, dataset(word)).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sample 2")
          .hasMessageContaining("words")
          .hasMessageContaining("index 1")
          .hasMessageContaining("a whole number from 0 to 2");
    }
  }

  @Test
  void norOfTheValidationDataOrOfWhatIsEvaluated() {
    try (Network network = network()) {
      Trainer.Builder trainer = trainer(network, dataset(2)).validation(dataset(3));
      assertThatThrownBy(trainer::build).hasMessageContaining("sample 2");
      Evaluator evaluator = Evaluator.of(network);
      Dataset wrong = dataset(3);
      assertThatThrownBy(() -> evaluator.evaluate(wrong, new Accuracy()))
          .hasMessageContaining("sample 2");
    }
  }

  @Test
  void dataThatSayMoreIndicesMayUseThoseOfTheTable() {
    try (Network network = network()) {
      assertThat(trainer(network, declared(9, 2)).build().fit().record().epochs()).hasSize(1);
    }
    try (Network network = network()) {
      assertThatThrownBy(() -> trainer(network, declared(9, 8)).build())
          .hasMessageContaining("sample 2");
    }
  }

  /** Data sets hold to what they declare. */
  @Test
  void samplesAreNotReadIfTheDataDeclareFewEnough() {
    AtomicInteger reads = new AtomicInteger();
    Transform counted =
        (sample, random) -> {
          reads.incrementAndGet();
          return sample;
        };
    try (Network network = network()) {
      ListDataset few = declared(3, 2);
      SampleIndices.check(network, few, counted, few.spec());
      assertThat(reads).hasValue(0);
      ListDataset many = declared(4, 2);
      SampleIndices.check(network, many, counted, many.spec());
      assertThat(reads).hasValue(many.size());
    }
  }

  @Test
  void whatATransformMakesOfSamplesCounts() {
    Transform modulo =
        (sample, random) -> {
          float[] words = sample.features().array().clone();
          for (int i = 0; i < words.length; i++) {
            words[i] %= 3;
          }
          return sample.withFeatures(new Values(sample.features().shape(), words));
        };
    try (Network network = network()) {
      assertThat(trainer(network, dataset(7), modulo).build().fit().record().epochs()).hasSize(1);
    }
  }
}
