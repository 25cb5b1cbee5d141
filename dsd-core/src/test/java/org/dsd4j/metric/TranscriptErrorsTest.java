package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.metric.Metric.Running;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcDecoder;
import org.junit.jupiter.api.Test;

@InEveryLocale
class TranscriptErrorsTest extends MetricContract {
  private static final Alphabet ALPHABET = Alphabet.of(" abcd");

  @Override
  protected Metric metric() {
    return TranscriptErrors.ofCharacters(ALPHABET);
  }

  @Override
  protected Shape outputShape() {
    return Shape.of(7, ALPHABET.size());
  }

  @Override
  protected float[] target(RandomGenerator random) {
    float[] target = new float[4];
    Arrays.fill(target, Dataset.NO_TARGET);
    for (int i = 0; i < random.nextInt(1, 5); i++) {
      target[i] = random.nextInt(1, ALPHABET.size());
    }
    return target;
  }

  /** Logits whose largest at each step is that of a path. */
  private static float[] spelled(int... path) {
    float[] logits = new float[path.length * ALPHABET.size()];
    for (int t = 0; t < path.length; t++) {
      logits[t * ALPHABET.size() + path[t]] = 3;
    }
    return logits;
  }

  private static double rate(Metric metric, Lengths lengths, float[] target, int... path) {
    Running evaluation = metric.start();
    Shape shape = Shape.of(1, path.length, ALPHABET.size());
    evaluation.add(shape, spelled(path), lengths, target);
    return evaluation.value();
  }

  @Test
  void comparesWhatIsSpelledWithTheText() {
    // "ab a" against "ab d": one word of two, one character of four.
    float[] target = {2, 3, 1, 2, Dataset.NO_TARGET, Dataset.NO_TARGET};
    int[] path = {0, 2, 2, 0, 3, 3, 1, 5, 5};
    assertThat(rate(TranscriptErrors.ofWords(ALPHABET), Lengths.whole(), target, path))
        .isEqualTo(0.5);
    assertThat(rate(TranscriptErrors.ofCharacters(ALPHABET), Lengths.whole(), target, path))
        .isEqualTo(0.25);
  }

  @Test
  void whatLiesBeyondTheLengthIsNotRead() {
    float[] target = {2, 3};
    assertThat(rate(TranscriptErrors.ofWords(ALPHABET), Lengths.of(3), target, 2, 0, 3, 4, 5))
        .isZero();
    assertThat(rate(TranscriptErrors.ofWords(ALPHABET), Lengths.whole(), target, 2, 0, 3, 4, 5))
        .isCloseTo(1, within(0.0));
  }

  @Test
  void anotherDecoderMayReadTheOutputs() {
    // Twice the blank is the best path, but more paths spell "a".
    float[] outputs = {0.6f, 0, 0.4f, 0, 0, 0, 0.6f, 0, 0.4f, 0, 0, 0};
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) Math.log(outputs[i]);
    }
    TranscriptErrors errors = TranscriptErrors.ofCharacters(ALPHABET);
    for (boolean byBeam : new boolean[] {false, true}) {
      Metric metric = byBeam ? errors.decodedBy(CtcDecoder.beamSearch(ALPHABET, 2)) : errors;
      Running evaluation = metric.start();
      evaluation.add(Shape.of(1, 2, ALPHABET.size()), outputs, new float[] {2});
      assertThat(evaluation.value()).isEqualTo(byBeam ? 0 : 1);
    }
  }

  @Test
  void errorsOfWordsAndOfCharactersDoNotMerge() {
    Alphabet alphabet = Alphabet.of("ab ");
    Running words = TranscriptErrors.ofWords(alphabet).start();
    Running characters = TranscriptErrors.ofCharacters(alphabet).start();
    assertThatThrownBy(() -> words.merge(characters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character error rate");
  }
}
