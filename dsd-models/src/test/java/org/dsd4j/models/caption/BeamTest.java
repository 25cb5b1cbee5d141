package org.dsd4j.models.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.text.Vocabulary;
import org.junit.jupiter.api.Test;

/** Beam search in a language of two words, worked out by hand. */
class BeamTest {
  private static final Vocabulary WORDS = Vocabulary.of(List.of("<unk>", "<s>", "</s>", "a", "b"));
  private static final int STEPS = 3;

  /**
   * ln p of end, a and b after "", "a" and "b": greedy search takes a (0.6) and is left with 0.3
   * and 0.3 there, 0.24 in all, while b (0.4) ends for sure.
   */
  private static float[] logits(float[] input, int at) {
    boolean hasWord = input[at + 1] != CaptionGenerator.NO_WORD;
    boolean isA = input[at + 1] == 3;
    // START and UNKNOWN are the likeliest throughout, but never written.
    float[] logits = new float[5];
    logits[0] = 1;
    logits[1] = 1;
    double[] shares =
        !hasWord ? new double[] {0.001, 0.6, 0.4} : isA ? new double[] {0.3, 0.4, 0.3} : null;
    for (int i = 0; i < 3; i++) {
      double share = shares == null ? (i == 0 ? 0.998 : 0.001) : shares[i];
      logits[2 + i] = (float) Math.log(share);
    }
    return logits;
  }

  private static List<String> search(int width, int longest, double lengthExponent) {
    Beam beam = new Beam(WORDS, width, longest, lengthExponent);
    float[] input = new float[width * STEPS];
    for (int words = 0; words <= longest; words++) {
      float[] logits = new float[width * WORDS.size()];
      for (int i = 0; i < width; i++) {
        beam.write(i, input, i * STEPS, STEPS);
        System.arraycopy(logits(input, i * STEPS), 0, logits, i * WORDS.size(), WORDS.size());
      }
      beam.grow(logits, 0, 1);
    }
    return WORDS.tokens(beam.best());
  }

  @Test
  void aWiderBeamFindsWhatGreedySearchMisses() {
    assertThat(search(1, 2, 0)).containsExactly("a", "a");
    assertThat(search(2, 2, 0)).containsExactly("b");
  }

  @Test
  void theLengthExponentFavoursLongSentences() {
    // Means of ln p by hand: of "b" and its end ln(0.4)/2 but for the likelier START and UNKNOWN,
    // which all share; an exponent of 3 makes the longest sentence the best.
    assertThat(search(4, 2, 3)).hasSize(2);
  }

  @Test
  void aSentenceEndsAtTheMostWords() {
    assertThat(search(1, 1, 0)).containsExactly("a");
  }

  @Test
  void writesStartAndWordsAndNothingBehind() {
    Beam beam = new Beam(WORDS, 2, 2, 0);
    float[] input = new float[2 * STEPS];
    beam.write(0, input, 0, STEPS);
    beam.write(1, input, STEPS, STEPS);
    assertThat(input).containsExactly(1, -1, -1, -1, -1, -1);
  }

  @Test
  void refusesOutputsThatAreNoNumbers() {
    float[] logits = new float[WORDS.size()];
    Arrays.fill(logits, Float.NaN);
    assertThatThrownBy(() -> new Beam(WORDS, 1, 2, 0).grow(logits, 0, 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("outputs of the network for captions: expected finite numbers");
  }
}
