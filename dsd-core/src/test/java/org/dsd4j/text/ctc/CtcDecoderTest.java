package org.dsd4j.text.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.dsd4j.text.Alphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all decoders do. */
class CtcDecoderTest {
  private static final Alphabet ALPHABET = Alphabet.of("ab ");
  private static final int LABELS = 4;

  static Stream<CtcDecoder> decoders() {
    return Stream.of(
        CtcDecoder.greedy(ALPHABET),
        CtcDecoder.beamSearch(ALPHABET, 1),
        CtcDecoder.beamSearch(ALPHABET, 50),
        CtcDecoder.beamSearch(ALPHABET, 50).leastProbability(0.01).wordBonus(0.1));
  }

  /** Outputs that leave no doubt about a path. */
  private static float[] spelled(int... path) {
    float[] outputs = new float[path.length * LABELS];
    for (int t = 0; t < path.length; t++) {
      outputs[t * LABELS + path[t]] = 20;
    }
    return outputs;
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void readsWhatIsPlain(CtcDecoder decoder) {
    assertThat(decoder.decode(spelled(0, 1, 1, 0, 1, 2, 2, 3, 2, 0), 0, 10, LABELS))
        .isEqualTo("aab b");
    assertThat(decoder.decode(spelled(0, 0), 0, 2, LABELS)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void readsItsPartOfAnArrayAlone(CtcDecoder decoder) {
    float[] outputs = spelled(1, 2, 1, 3);
    outputs[0] = Float.NaN;
    outputs[15] = Float.NaN;
    assertThat(decoder.decode(outputs, LABELS, 2, LABELS)).isEqualTo("ba");
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void noStepsAreAnEmptyText(CtcDecoder decoder) {
    assertThat(decoder.decode(new float[0], 0, 0, LABELS)).isEmpty();
    assertThat(decoder.decode(new float[LABELS], LABELS, 0, LABELS)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void labelsMayHaveNoProbability(CtcDecoder decoder) {
    float none = Float.NEGATIVE_INFINITY;
    float[] outputs = {none, 0, none, none, none, none, 3, none};
    assertThat(decoder.decode(outputs, 0, 2, LABELS)).isEqualTo("ab");
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void refusesOutputsThatAreNoNumbers(CtcDecoder decoder) {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (int label = 0; label < LABELS; label++) {
        float[] outputs = spelled(1, 2);
        outputs[LABELS + label] = wrong;
        assertThatThrownBy(() -> decoder.decode(outputs, 0, 2, LABELS))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage(
                "outputs for CTC, step 1: expected finite numbers, or negative infinity for some"
                    + " labels, received "
                    + wrong
                    + "; check the network's weights and the sequence's features");
      }
    }
    float none = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> decoder.decode(new float[] {none, none, none, none}, 0, 1, LABELS))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("step 0", "negative infinity throughout");
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void refusesOutputsOfAnotherAlphabet(CtcDecoder decoder) {
    assertThatThrownBy(() -> decoder.decode(new float[10], 0, 2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "labels of outputs for CTC: expected 4, as many as the alphabet has with the blank,"
                + " received 5; use the alphabet that belongs to the model");
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void refusesPartsThatThereAreNot(CtcDecoder decoder) {
    assertThatThrownBy(() -> decoder.decode(new float[8], 1, 2, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least 9, for 2 steps of 4 labels from 1 on, received 8");
    assertThatThrownBy(() -> decoder.decode(new float[8], 0, Integer.MAX_VALUE, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 8589934588");
    assertThatThrownBy(() -> decoder.decode(new float[8], -1, 1, LABELS))
        .hasMessageContaining("offset of a sequence's outputs: expected a whole number of at least")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> decoder.decode(new float[8], 0, -1, LABELS))
        .hasMessageContaining("steps of a sequence: expected a whole number of at least 0")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofEquallyLikelyLabelsTheLowestIsOnTheBestPath() {
    CtcDecoder greedy = CtcDecoder.greedy(ALPHABET);
    assertThat(greedy.decode(new float[] {0, 1, 1, 1, -1, -2, 3, 3}, 0, 2, LABELS)).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesABeamWithoutWidth(int width) {
    assertThatThrownBy(() -> CtcDecoder.beamSearch(ALPHABET, width))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("width of the beam: expected a whole number of at least 1");
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    CtcBeamSearch search = CtcDecoder.beamSearch(ALPHABET, 2);
    assertThatThrownBy(() -> search.leastProbability(1)).hasMessageContaining("[0, 1)");
    assertThatThrownBy(() -> search.wordBonus(Double.NaN)).hasMessageContaining("word bonus");
    for (double wrong : new double[] {0.1, Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> search.unknownWord(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a finite number of at most 0, received " + wrong);
    }
    assertThatThrownBy(() -> search.hypotheses(0, new float[4], 0, 1, LABELS))
        .hasMessageContaining("number of hypotheses");
  }

  @Test
  void sayWhatTheyAre() {
    assertThat(CtcDecoder.greedy(ALPHABET)).hasToString("best path");
    assertThat(CtcDecoder.beamSearch(ALPHABET, 7)).hasToString("beam search, width 7");
  }
}
