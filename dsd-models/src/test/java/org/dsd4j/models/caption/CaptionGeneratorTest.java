package org.dsd4j.models.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Values;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.text.Vocabulary;
import org.junit.jupiter.api.Test;

class CaptionGeneratorTest {
  private static final Vocabulary WORDS =
      Vocabulary.of(List.of("<unk>", "<s>", "</s>", "a", "b", "c", "d"));
  private static final int PICTURES = 150;

  private static Network network() {
    return NeuralTalk.of(3, 5).size(8).dropout(0).network(WORDS.size()).build(Seed.of(4));
  }

  private static Values pictures(int from, int to) {
    float[] features = new float[(to - from) * 3];
    for (int i = from; i < to; i++) {
      RandomGenerator random = Seed.of(6).derive(i).stream();
      for (int j = 0; j < 3; j++) {
        features[(i - from) * 3 + j] = (float) (8 * random.nextGaussian());
      }
    }
    return new Values(Shape.of(to - from, 3), features);
  }

  @Test
  void sentencesDoNotDependOnWhatElseIsAsked() {
    try (Network network = network()) {
      CaptionGenerator generator = CaptionGenerator.of(network, WORDS).beam(2).lengthExponent(1);
      List<List<String>> together = generator.sentences(pictures(0, PICTURES));
      List<List<String>> apart = new ArrayList<>();
      for (int i = 0; i < PICTURES; i += 30) {
        apart.addAll(generator.sentences(pictures(i, i + 30)));
      }
      assertThat(together).isEqualTo(apart);
      assertThat(together.stream().distinct()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void refusesAVocabularyOfAnotherSize() {
    try (Network network = network()) {
      assertThatThrownBy(
              () -> CaptionGenerator.of(network, Vocabulary.of(List.of("<s>", "</s>", "a"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "vocabulary of a network for captions: expected as many tokens as it has outputs, 7,"
                  + " received 3; use the vocabulary with which it was trained");
      assertThatThrownBy(
              () ->
                  CaptionGenerator.of(
                      network, Vocabulary.of(List.of("<s>", "b", "a", "c", "d", "e", "f"))))
          .hasMessageContaining("the special token </s>");
    }
  }

  @Test
  void refusesFeaturesOfAnotherNetwork() {
    try (Network network = network()) {
      CaptionGenerator generator = CaptionGenerator.of(network, WORDS);
      assertThatThrownBy(() -> generator.sentences(new Values(Shape.of(2, 4), new float[8])))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("features of pictures: expected [N, 3], received [2, 4]");
    }
  }

  @Test
  void refusesANetworkThatWritesNoCaptions() {
    try (Network network = Network.builder(Shape.of(5)).add("fc", new Dense(7)).build(Seed.of(1))) {
      assertThatThrownBy(() -> CaptionGenerator.of(network, WORDS))
          .hasMessageContaining("network for captions: expected inputs [features, words]")
          .hasMessageContaining("build it by NeuralTalk");
    }
  }
}
