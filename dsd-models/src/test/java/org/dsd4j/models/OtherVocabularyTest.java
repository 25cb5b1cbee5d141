package org.dsd4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightMismatchException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.models.caption.NeuralTalk;
import org.dsd4j.models.text.LanguageModel;
import org.dsd4j.models.text.LstmClassifier;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of words do not take the weights of more or fewer words. */
class OtherVocabularyTest {
  @TempDir Path folder;

  static Stream<IntFunction<NetworkBuilder>> networks() {
    return Stream.of(
        words -> LanguageModel.of(5).size(4).network(words),
        words -> NeuralTalk.of(3, 5).size(4).network(words),
        words -> LstmClassifier.of(5, words).size(4).network(2));
  }

  private static String sha256(Network network) {
    try (WeightSnapshot weights = network.snapshot()) {
      return weights.sha256();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void oneOfAnotherSizeIsRefusedAndNothingIsLoaded(IntFunction<NetworkBuilder> of) {
    Path file = folder.resolve("words.safetensors");
    try (Network seven = of.apply(7).build(Seed.of(1));
        Network eight = of.apply(8).build(Seed.of(2))) {
      SafeTensors.write(seven, file);
      String before = sha256(eight);
      try (WeightFile weights = WeightFile.open(file)) {
        assertThatThrownBy(() -> weights.loadInto(eight))
            .isInstanceOf(WeightMismatchException.class)
            .hasMessageContainingAll(file.toString(), "embedding.weight", "[8, 4]", "[7, 4]");
      }
      assertThat(sha256(eight)).isEqualTo(before);
    }
  }
}
