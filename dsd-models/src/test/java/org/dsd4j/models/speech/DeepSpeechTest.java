package org.dsd4j.models.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.metric.TranscriptErrors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.text.Alphabet;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeepSpeechTest {
  private static final Alphabet ALPHABET = Alphabet.of("abc");
  private static final int FEATURES = 8;
  private static final Shape INPUT = Shape.of(40, FEATURES);

  static Stream<NetworkBuilder> networks() {
    int symbols = ALPHABET.size();
    return Stream.of(
        DeepSpeech1.of(INPUT).hidden(24).context(2).dropout(0).network(symbols),
        DeepSpeech2.small(INPUT).hidden(16).network(symbols),
        DeepSpeech2.small(INPUT).hidden(16).recurrentLayers(1).gated(false).network(symbols),
        DeepSpeech2.small(INPUT).hidden(16).recurrentLayers(1).forwardOnly().network(symbols));
  }

  /** Each character is a few frames in which one feature is loud; pauses are noise. */
  private static Dataset spelled(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Seed.of(3).derive(i).stream();
      int length = random.nextInt(1, 4);
      float[] labels = new float[length];
      int steps = 10 * length;
      float[] features = new float[steps * FEATURES];
      for (int k = 0; k < features.length; k++) {
        features[k] = (float) random.nextGaussian() / 10;
      }
      for (int c = 0; c < length; c++) {
        labels[c] = 1 + random.nextInt(3);
        for (int t = 10 * c + 2; t < 10 * c + 8; t++) {
          features[t * FEATURES + 2 * (int) labels[c]] += 2;
        }
      }
      samples.add(
          new Sample(
              new Values(Shape.of(steps, FEATURES), features),
              new Values(Shape.of(length), labels)));
    }
    return SequenceDataset.of("spelled", samples, List.of());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void learnsToSpell(NetworkBuilder builder) {
    try (Network network = builder.build(Seed.of(1))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new CtcLoss())
              .optimizer(new Adam())
              .clipping(GradientClipping.byNorm(5))
              .training(spelled(24), batchSize(8))
              .validation(spelled(24))
              .metric(TranscriptErrors.ofCharacters(ALPHABET))
              .epochs(epochs(40), learningRate(0.005))
              .build()
              .fit();
      assertThat(result.record().best().value()).isLessThan(0.2);
    }
  }

  /** Gives what starts as 0 or 1 other values, as training does: with 0, much has no effect. */
  private static void moveNormalisations(Network network) {
    RandomGenerator random = Seed.of(8).stream();
    Stream.concat(network.parameters().stream(), network.statistics().stream())
        .filter(parameter -> !parameter.role().isWeight())
        .forEach(
            parameter -> {
              float[] values = parameter.value().toFloats();
              for (int i = 0; i < values.length; i++) {
                values[i] += random.nextFloat() / 2;
              }
              parameter.value().set(values);
            });
  }

  /** Outputs, gradients and statistics of a step on sequences of 40 and 17 frames. */
  private static List<float[]> step(NetworkBuilder builder, int extent) {
    List<float[]> results = new ArrayList<>();
    try (Network network = builder.build(Seed.of(1))) {
      moveNormalisations(network);
      Shape shape = Shape.of(2, extent, FEATURES);
      Lengths lengths = Lengths.of(40, 17);
      float[] features = new float[(int) shape.elements()];
      NetworkPass pass = network.begin(Mode.TRAINING, shape).setLengths(lengths);
      fillReal(features, shape, lengths, 5);
      pass.setInput(0, shape, features).forward(Seed.of(0));
      Shape output = pass.output().shape();
      float[] gradients = new float[(int) output.elements()];
      Lengths outputLengths = pass.outputLengths();
      fillReal(gradients, output, outputLengths, 6);
      pass.outputGradient(network.outputShapes().keySet().iterator().next()).set(gradients);
      float[] outputs = pass.output().toFloats();
      for (int n = 0; n < 2; n++) {
        int from = n * output.extent(1) * output.last();
        int to = from + outputLengths.steps(n, output.extent(1)) * output.last();
        results.add(Arrays.copyOfRange(outputs, from, to));
      }
      pass.backward();
      network.parameters().forEach(p -> results.add(p.gradient().toFloats()));
      network.statistics().forEach(p -> results.add(p.value().toFloats()));
    }
    return results;
  }

  private static void fillReal(float[] values, Shape shape, Lengths lengths, long seed) {
    int sample = values.length / shape.extent(0);
    for (int n = 0; n < shape.extent(0); n++) {
      RandomGenerator random = Seed.of(seed).derive(n).stream();
      int real = lengths.steps(n, shape.extent(1)) * (sample / shape.extent(1));
      for (int i = 0; i < real; i++) {
        values[n * sample + i] = (float) random.nextGaussian();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void howFarABatchIsPaddedMakesNoDifference(NetworkBuilder builder) {
    List<float[]> near = step(builder, 40);
    List<float[]> far = step(builder, 57);
    for (int i = 0; i < near.size(); i++) {
      assertThat(far.get(i)).as("%d", i).containsExactly(near.get(i), within(1e-4f));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aRecordingGivesTheSameInABatchAsAlone(NetworkBuilder builder) {
    try (Network network = builder.build(Seed.of(1))) {
      moveNormalisations(network);
      float[] features = new float[2 * 40 * FEATURES];
      RandomGenerator random = Seed.of(5).stream();
      for (int i = 0; i < features.length; i++) {
        boolean padding = i >= (40 + 17) * FEATURES;
        features[i] = padding ? 0 : (float) random.nextGaussian();
      }
      NetworkPass together =
          network.begin(Mode.INFERENCE, INPUT.batched(2)).setLengths(Lengths.of(40, 17));
      together.setInput(0, INPUT.batched(2), features).forward(Seed.of(0));
      int real = together.outputLengths().steps(1, 40);
      Shape output = together.output().shape();
      int from = output.extent(1) * output.last();
      float[] batched =
          Arrays.copyOfRange(together.output().toFloats(), from, from + real * output.last());
      Shape alone = Shape.of(1, 17, FEATURES);
      float[] single =
          network
              .begin(Mode.INFERENCE, alone)
              .setInput(0, alone, Arrays.copyOfRange(features, 40 * FEATURES, (40 + 17) * FEATURES))
              .forward(Seed.of(0))
              .output()
              .toFloats();
      assertThat(batched).containsExactly(single, within(1e-5f));
    }
  }

  /** Values are kept no longer than the next layers read them, so that a minute takes little. */
  @Test
  void aMinuteIsRecognisedInLittleMemory() {
    int frames = 60 * 100;
    Shape minute = Shape.of(1, frames, 40);
    try (Network network = DeepSpeech2.small(Shape.of(400, 40)).network(28).build(Seed.of(1))) {
      float[] features = new float[(int) minute.elements()];
      RandomGenerator random = Seed.of(5).stream();
      for (int i = 0; i < features.length; i++) {
        features[i] = (float) random.nextGaussian();
      }
      NetworkPass pass = network.begin(Mode.INFERENCE, minute);
      pass.setInput(0, minute, features).forward(Seed.of(0));
      assertThat(pass.output().shape()).isEqualTo(Shape.of(1, frames / 2, 28));
      assertThat(network.kernels().memory().allFinite(pass.output())).isTrue();
      assertThat(network.memoryUse().plans())
          .singleElement()
          .satisfies(plan -> assertThat(plan.bytes()).isLessThan(30_000_000));
    }
  }

  @Test
  void theLargeOnesHaveTheLayersOfTheirPapers() {
    NetworkBuilder first = DeepSpeech1.of(Shape.of(50, 80)).network(29);
    // 19 frames of 80, three layers of 2048, two directions, one more, 29 symbols.
    long dense = 2048L * (19 * 80 + 1) + 3 * 2048L * 2049;
    long recurrent = 2 * (2 * 2048L * 2048 + 2 * 2048);
    assertThat(first.parameterCount()).isEqualTo(dense + recurrent + 29 * 2049L);
    assertThat(DeepSpeech2.of(Shape.of(50, 161)).network(29).shape("fc"))
        .isEqualTo(Shape.of(25, 29));
  }

  @Test
  void convolutionsAreNotPruned() {
    try (Network network = DeepSpeech2.small(INPUT).network(5).build(Seed.of(1))) {
      List<String> pruned =
          DeepSpeech2.pruning().decide(network, 0.5).stream()
              .filter(PruneDecision::pruned)
              .map(decision -> decision.parameter().name())
              .toList();
      assertThat(pruned).contains("rnn1.weight_hh_l0", "rnn3.weight_ih_l0_reverse", "fc.weight");
      assertThat(pruned).noneMatch(name -> name.startsWith("conv") || name.startsWith("bn"));
    }
    try (Network network = DeepSpeech1.of(INPUT).hidden(8).network(5).build(Seed.of(1))) {
      assertThat(Pruning.layerwise().decide(network, 0.5).stream().filter(PruneDecision::pruned))
          .hasSize(9);
    }
  }

  @Test
  void refusesFeaturesThatAreNoFrames() {
    assertThatThrownBy(() -> DeepSpeech2.small(Shape.of(40)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[T, F]");
    assertThatThrownBy(() -> DeepSpeech1.of(INPUT).context(-1))
        .isInstanceOf(IllegalArgumentException.class);
    try (Network network = DeepSpeech2.small(INPUT).network(5).build(Seed.of(1))) {
      assertThatThrownBy(() -> network.begin(Mode.INFERENCE, Shape.of(1, 40, FEATURES + 8)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("layer 'rnn1'");
    }
  }
}
