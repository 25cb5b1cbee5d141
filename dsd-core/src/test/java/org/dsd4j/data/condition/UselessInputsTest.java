package org.dsd4j.data.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.data.picture.ByteImageDataset;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class UselessInputsTest extends DatasetContract {
  private static final Seed SEED = Seed.of(1);

  @Override
  protected Dataset open() {
    return UselessInputs.of(NumberedSamples.inTurn(10, 2), 3, SEED);
  }

  private static float[] added(Dataset dataset, int index) {
    float[] all = dataset.sample(index).features().array();
    return Arrays.copyOfRange(all, 2, all.length);
  }

  @Test
  void addsThemBehindTheOwnInputs() {
    Dataset clean = NumberedSamples.inTurn(10, 2);
    assertThat(open().featureShape()).isEqualTo(Shape.of(5));
    assertThat(open().targetShape()).isEqualTo(Shape.of(1));
    for (int i = 0; i < 10; i++) {
      assertThat(Arrays.copyOf(open().sample(i).features().array(), 2))
          .isEqualTo(clean.sample(i).features().array());
      assertThat(open().target(i).array()).isEqualTo(clean.target(i).array());
    }
    assertThat(clean.sample(3).features().array()).as("stays as it is").hasSize(2);
  }

  @Test
  void belongToTheSampleAndTheSeed() {
    float[] known = added(open(), 4);
    assertThat(added(open(), 4)).isEqualTo(known);
    assertThat(open().sample(4, Seed.of(99).stream()).features().array())
        .isEqualTo(open().sample(4).features().array());
    assertThat(added(open(), 5)).isNotEqualTo(known);
    assertThat(added(UselessInputs.of(NumberedSamples.inTurn(10, 2), 3, Seed.of(2)), 4))
        .isNotEqualTo(known);
    // Of the same number of another data set they are the same: test data need another seed.
    assertThat(added(UselessInputs.of(NumberedSamples.inTurn(7, 3), 3, SEED), 4)).isEqualTo(known);
  }

  @Test
  void areStandardNormal() {
    Dataset many = UselessInputs.of(NumberedSamples.inTurn(200, 2), 500, SEED);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 200; i++) {
      for (float value : added(many, i)) {
        sum += value;
        squares += value * value;
      }
    }
    assertThat(sum / 100_000).isCloseTo(0, within(0.02));
    assertThat(squares / 100_000).isCloseTo(1, within(0.02));
  }

  @Test
  void imagesAreFlattened() {
    byte[][] images = {{0, 51, 102, (byte) 255}, {1, 2, 3, 4}};
    Dataset pictures =
        new ByteImageDataset(
            "images", Shape.of(2, 2, 1), images, new int[] {0, 1}, List.of("a", "b"));
    Dataset with = UselessInputs.of(pictures, 6, SEED);
    assertThat(with.featureShape()).isEqualTo(Shape.of(10));
    assertThat(with.sample(0).features().array()).startsWith(0, 0.2f, 0.4f, 1);
    assertThat(with.describe(1)).isEqualTo(pictures.describe(1));
  }

  @Test
  void saysWhatItIs() {
    assertThat(open()).hasToString("UselessInputs.of(numbers, 3, Seed.of(1))");
    assertThat(open().name()).isEqualTo("numbers, 3 useless inputs");
    Dataset clean = NumberedSamples.inTurn(10, 2);
    assertThat(open().fingerprint())
        .isNotEqualTo(clean.fingerprint())
        .isNotEqualTo(UselessInputs.of(clean, 4, SEED).fingerprint())
        .isNotEqualTo(UselessInputs.of(clean, 3, Seed.of(2)).fingerprint());
  }

  @Test
  void refusesWhatIsNoVector() {
    assertThatThrownBy(() -> UselessInputs.of(NumberedSamples.ofSteps(), 3, SEED))
        .hasMessageStartingWith("useless inputs of steps: expected samples of one shape, received");
    SampleSpec words =
        new SampleSpec()
            .input("words", ValuesSpec.of(Shape.of(1)).indices(9))
            .target("kind", ValuesSpec.label(2));
    Sample sample = new Sample(Map.of("words", Values.label(1)), Map.of("kind", Values.label(1)));
    Dataset ofWords = ListDataset.of("words", words, List.of(sample));
    assertThatThrownBy(() -> UselessInputs.of(ofWords, 3, SEED))
        .hasMessageContaining("useless inputs of words: expected real numbers, received [1]");
    Dataset two =
        ListDataset.of(
            "two",
            words.input("size", ValuesSpec.of(Shape.of(1))),
            List.of(sample.withInput("size", Values.label(1))));
    assertThatThrownBy(() -> UselessInputs.of(two, 3, SEED))
        .hasMessageContaining("expected samples of one input, received [words, size]");
  }

  @Test
  void refusesCountsThatAreNone() {
    for (int count : new int[] {0, -1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> UselessInputs.of(NumberedSamples.inTurn(10, 2), count, SEED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("number of useless inputs: expected 1 to 16777216");
    }
  }
}
