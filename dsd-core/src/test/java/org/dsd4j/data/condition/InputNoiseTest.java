package org.dsd4j.data.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class InputNoiseTest extends DatasetContract {
  private static final Seed SEED = Seed.of(1);

  @Override
  protected Dataset open() {
    return InputNoise.gaussian(NumberedSamples.inTurn(10, 2), 0.5, SEED);
  }

  private static Dataset things() {
    SampleSpec spec =
        new SampleSpec()
            .input("size", ValuesSpec.of(Shape.of(2)))
            .input("words", ValuesSpec.of(Shape.of(4)).indices(9).sequence())
            .target("kind", ValuesSpec.label(2));
    Sample sample =
        new Sample(
            Map.of("size", new Values(Shape.of(2), new float[2]), "words", Values.label(3)),
            Map.of("kind", Values.label(1)));
    return ListDataset.of("things", spec, List.of(sample, sample), List.of("even", "odd"));
  }

  @Test
  void addsNormalNumbersOfThatDeviation() {
    Dataset clean = NumberedSamples.inTurn(20_000, 2);
    Dataset noisy = InputNoise.gaussian(clean, 0.3, SEED);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < clean.size(); i++) {
      for (int j = 0; j < 2; j++) {
        double added =
            noisy.sample(i).features().array()[j] - clean.sample(i).features().array()[j];
        sum += added;
        squares += added * added;
      }
      assertThat(noisy.target(i).array()).isEqualTo(clean.target(i).array());
    }
    assertThat(sum / 40_000).isCloseTo(0, within(0.01));
    assertThat(Math.sqrt(squares / 40_000)).isCloseTo(0.3, within(0.01));
  }

  @Test
  void belongsToTheSampleAndTheSeed() {
    float[] known = open().sample(4).features().array();
    assertThat(open().sample(4, Seed.of(99).stream()).features().array()).isEqualTo(known);
    Dataset clean = NumberedSamples.inTurn(10, 2);
    assertThat(InputNoise.gaussian(clean, 0.5, Seed.of(2)).sample(4).features().array())
        .isNotEqualTo(known);
    assertThat(clean.sample(4).features().array()).as("stays as it is").containsExactly(4, 2);
  }

  @Test
  void sequencesKeepTheirLengths() {
    Dataset noisy = InputNoise.gaussian(NumberedSamples.ofSteps(), 1, SEED);
    assertThat(noisy.hasLengths()).isTrue();
    assertThat(noisy.length(0)).isEqualTo(3);
    Values features = noisy.sample(0).features();
    assertThat(features.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(features.array()).doesNotContain(0);
  }

  @Test
  void othersOfSeveralInputsStayAsTheyAre() {
    Dataset noisy = InputNoise.gaussian(things(), "size", 1, SEED);
    assertThat(noisy.sample(1).input("size").array()).doesNotContain(0);
    assertThat(noisy.sample(1).input("words").array()).containsExactly(3);
    assertThat(noisy).hasToString("InputNoise.gaussian(things, \"size\", 1, Seed.of(1))");
  }

  @Test
  void saysWhatItIs() {
    assertThat(open()).hasToString("InputNoise.gaussian(numbers, 0.5, Seed.of(1))");
    assertThat(open().name()).isEqualTo("numbers, input noise 0.5");
    Dataset clean = NumberedSamples.inTurn(10, 2);
    assertThat(open().fingerprint())
        .isNotEqualTo(clean.fingerprint())
        .isNotEqualTo(InputNoise.gaussian(clean, 0.4, SEED).fingerprint())
        .isNotEqualTo(InputNoise.gaussian(clean, 0.5, Seed.of(2)).fingerprint());
    Dataset none = InputNoise.gaussian(clean, 0, SEED);
    assertThat(none.fingerprint()).isEqualTo(clean.fingerprint());
    assertThat(none.sample(4).features().array()).containsExactly(4, 2);
  }

  @Test
  void refusesWhatCannotBeNoisy() {
    for (double deviation : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> InputNoise.gaussian(NumberedSamples.inTurn(4, 2), deviation, SEED))
          .hasMessageContaining("deviation of input noise: expected a number of at least 0");
    }
    assertThatThrownBy(() -> InputNoise.gaussian(things(), 1, SEED))
        .hasMessageContaining("input noise of things: expected samples of one input");
    assertThatThrownBy(() -> InputNoise.gaussian(things(), "words", 1, SEED))
        .hasMessageContaining("input noise of things: expected real numbers");
    assertThatThrownBy(() -> InputNoise.gaussian(things(), "colour", 1, SEED))
        .hasMessageContaining("expected one of the inputs [size, words], received colour");
  }
}
