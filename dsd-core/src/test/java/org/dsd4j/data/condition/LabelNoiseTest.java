package org.dsd4j.data.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class LabelNoiseTest extends DatasetContract {
  private static final Seed SEED = Seed.of(1);

  @Override
  protected Dataset open() {
    return LabelNoise.symmetric(NumberedSamples.inTurn(20, 4), 0.4, SEED);
  }

  @Property(tries = 300)
  void exactlyThatShareIsWrong(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @IntRange(min = 2, max = 10) int classes,
      @ForAll @DoubleRange(min = 0, max = 1) double rate,
      @ForAll long seed) {
    Dataset clean = NumberedSamples.inTurn(size, classes);
    for (LabelNoise noise :
        List.of(
            LabelNoise.symmetric(clean, rate, Seed.of(seed)),
            LabelNoise.byPairs(clean, rate, Seed.of(seed)))) {
      assertThat(noise.wrong()).hasSize((int) Math.round(rate * size)).isSorted();
      for (int i = 0; i < size; i++) {
        assertThat(noise.isWrong(i)).isEqualTo(Arrays.binarySearch(noise.wrong(), i) >= 0);
        assertThat(noise.isWrong(i)).isEqualTo(noise.label(i) != i % classes);
        assertThat(noise.trueLabel(i)).isEqualTo(i % classes);
        assertThat(noise.target(i).array()).containsExactly(noise.label(i));
        assertThat(noise.sample(i).target().array()).containsExactly(noise.label(i));
        assertThat(noise.sample(i).features().array())
            .isEqualTo(clean.sample(i).features().array());
      }
      assertThat(noise.clean()).isSameAs(clean);
    }
  }

  /** 9,000 wrong ones of each class among nine others: 1,000 on average, deviation 30. */
  @Test
  void wrongClassesAreDrawnUniformlyFromTheOthers() {
    Dataset clean = NumberedSamples.inTurn(100_000, 10);
    LabelNoise noise = LabelNoise.symmetric(clean, 0.9, SEED);
    int[][] counts = new int[10][10];
    for (int i : noise.wrong()) {
      counts[noise.trueLabel(i)][noise.label(i)]++;
    }
    for (int from = 0; from < 10; from++) {
      assertThat(counts[from][from]).isZero();
      for (int to = 0; to < 10; to++) {
        assertThat(counts[from][to]).isBetween(from == to ? 0 : 850, 1150);
      }
    }
  }

  @Test
  void whichAreWrongIsDrawnUniformly() {
    LabelNoise noise = LabelNoise.byPairs(NumberedSamples.inTurn(100_000, 10), 0.2, SEED);
    int[] tenths = new int[10];
    int[] classes = new int[10];
    for (int i : noise.wrong()) {
      tenths[i / 10_000]++;
      classes[noise.trueLabel(i)]++;
    }
    assertThat(NumberedSamples.list(tenths)).allMatch(count -> count > 1800 && count < 2200);
    assertThat(NumberedSamples.list(classes)).allMatch(count -> count > 1800 && count < 2200);
  }

  @Test
  void aLowerRateIsPartOfAHigherOne() {
    Dataset clean = NumberedSamples.inTurn(500, 7);
    for (double rate : new double[] {0.1, 0.2, 0.7}) {
      LabelNoise low = LabelNoise.symmetric(clean, rate, SEED);
      LabelNoise high = LabelNoise.symmetric(clean, rate + 0.3, SEED);
      for (int i : low.wrong()) {
        assertThat(high.label(i)).isEqualTo(low.label(i));
      }
    }
  }

  @Test
  void dependsOnClassesAndSeedAlone() {
    Dataset clean = NumberedSamples.inTurn(100, 5);
    LabelNoise noise = LabelNoise.symmetric(clean, 0.3, SEED);
    LabelNoise other = LabelNoise.symmetric(clean, 0.3, Seed.of(2));
    assertThat(NumberedSamples.labels(other)).isNotEqualTo(NumberedSamples.labels(noise));
    Dataset view = clean.map((sample, random) -> sample.withFeatures(Values.label(1)));
    assertThat(NumberedSamples.labels(LabelNoise.symmetric(view, 0.3, SEED)))
        .isEqualTo(NumberedSamples.labels(noise));
    // A part keeps its samples' labels.
    Dataset part = noise.select(noise.wrong()[3]);
    assertThat(part.target(0).array()).containsExactly(noise.label(noise.wrong()[3]));
  }

  @Test
  void ofPairsEachClassBecomesTheNext() {
    LabelNoise noise = LabelNoise.byPairs(NumberedSamples.inTurn(50, 5), 0.5, SEED);
    for (int i : noise.wrong()) {
      assertThat(noise.label(i)).isEqualTo((noise.trueLabel(i) + 1) % 5);
    }
    assertThat(noise.wrong()).hasSize(25);
  }

  @Test
  void ofGivenPairsOnlyTheseClassesChange() {
    Dataset clean = NumberedSamples.inTurn(100, 5);
    Map<String, String> pairs = Map.of("a", "d", "d", "a", "c", "b");
    LabelNoise noise = LabelNoise.byPairs(clean, pairs, 0.5, SEED);
    assertThat(noise.wrong()).as("half of 60").hasSize(30);
    Set<String> seen = new HashSet<>();
    for (int i : noise.wrong()) {
      seen.add(
          NumberedSamples.NAMES.get(noise.trueLabel(i))
              + NumberedSamples.NAMES.get(noise.label(i)));
    }
    assertThat(seen).containsExactlyInAnyOrder("ad", "da", "cb");
  }

  @Test
  void samplesWithoutAClassStayWithoutOne() {
    Values none = Values.label(Dataset.NO_TARGET);
    List<Sample> samples =
        IntStream.range(0, 20)
            .mapToObj(i -> new Sample(Values.label(i), i < 10 ? none : Values.label(i % 2)))
            .toList();
    SampleSpec spec =
        new SampleSpec()
            .input(Sample.FEATURES, ValuesSpec.of(Shape.of(1)))
            .target(Sample.TARGET, ValuesSpec.label(2));
    Dataset clean = ListDataset.of("half", spec, samples, List.of("even", "odd"));
    LabelNoise noise = LabelNoise.symmetric(clean, 0.5, SEED);
    assertThat(noise.wrong()).as("half of ten").hasSize(5);
    assertThat(NumberedSamples.list(noise.wrong())).allMatch(i -> i >= 10);
    assertThat(noise.label(3)).isEqualTo(Dataset.NO_TARGET);
    assertThat(LabelNoise.byPairs(clean, 1, SEED).wrong()).hasSize(10);
  }

  @Test
  void ofSeveralTargetsTheMainOneChanges() {
    SampleSpec spec =
        new SampleSpec()
            .input("size", ValuesSpec.of(Shape.of(1)))
            .target("kind", ValuesSpec.label(3))
            .target("price", ValuesSpec.of(Shape.of(1)));
    List<Sample> samples =
        IntStream.range(0, 9)
            .mapToObj(
                i ->
                    new Sample(
                        Map.of("size", Values.label(i)),
                        Map.of("kind", Values.label(i % 3), "price", Values.label(i))))
            .toList();
    Dataset clean = ListDataset.of("things", spec, samples, List.of("x", "y", "z"));
    LabelNoise noise = LabelNoise.byPairs(clean, 1, SEED);
    for (int i = 0; i < 9; i++) {
      assertThat(noise.sample(i).target("kind").array()).containsExactly((i + 1) % 3);
      assertThat(noise.targets(i).get("kind").array()).containsExactly((i + 1) % 3);
      assertThat(noise.sample(i).target("price").array()).containsExactly(i);
      assertThat(noise.targets(i).get("price").array()).containsExactly(i);
    }
  }

  @Test
  void aBaseThatAugmentsGoesOnToDoSo() {
    Dataset augmented =
        NumberedSamples.inTurn(10, 2)
            .map(
                (sample, random) ->
                    sample.withFeatures(new Values(Shape.of(1), new float[] {random.nextFloat()})));
    LabelNoise noise = LabelNoise.symmetric(augmented, 1, SEED);
    float[] one = noise.sample(0, Seed.of(1).stream()).features().array();
    float[] other = noise.sample(0, Seed.of(2).stream()).features().array();
    assertThat(one).isNotEqualTo(other);
    assertThat(noise.sample(0, Seed.of(2).stream()).target().array()).containsExactly(1);
  }

  @Test
  void saysWhatItIs() {
    Dataset clean = NumberedSamples.inTurn(10, 2);
    LabelNoise noise = LabelNoise.symmetric(clean, 0.4, SEED);
    assertThat(noise).hasToString("LabelNoise.symmetric(numbers, 0.4, Seed.of(1))");
    assertThat(noise.name()).isEqualTo("numbers, label noise 0.4");
    assertThat(noise.classNames()).containsExactly("a", "b");
    assertThat(noise.describe(3)).isEqualTo(clean.describe(3));
    LabelNoise pairs = LabelNoise.byPairs(clean, Map.of("b", "a"), 0.25, SEED);
    assertThat(pairs).hasToString("LabelNoise.byPairs(numbers, {b=a}, 0.25, Seed.of(1))");
    assertThat(pairs.name()).isEqualTo("numbers, label noise 0.25 by pairs");
    Dataset subset = Subset.perClass(clean, 2, SEED);
    assertThat(LabelNoise.byPairs(subset, 1, Seed.of(-2)))
        .hasToString("LabelNoise.byPairs(Subset.perClass(numbers, 2, Seed.of(1)), 1, Seed.of(-2))");
  }

  @Test
  void itsFingerprintIsThatOfTheLabels() {
    Dataset clean = NumberedSamples.inTurn(50, 5);
    String known = LabelNoise.symmetric(clean, 0.4, SEED).fingerprint();
    assertThat(LabelNoise.symmetric(NumberedSamples.inTurn(50, 5), 0.4, SEED).fingerprint())
        .isEqualTo(known);
    assertThat(known)
        .isNotEqualTo(clean.fingerprint())
        .isNotEqualTo(LabelNoise.symmetric(clean, 0.4, Seed.of(2)).fingerprint())
        .isNotEqualTo(LabelNoise.symmetric(clean, 0.38, SEED).fingerprint())
        .isNotEqualTo(LabelNoise.byPairs(clean, 0.4, SEED).fingerprint());
    assertThat(LabelNoise.symmetric(clean, 0, SEED).fingerprint()).isEqualTo(clean.fingerprint());
  }

  @Test
  void leavesTheCleanDataAlone() {
    Dataset clean = NumberedSamples.inTurn(50, 5);
    List<Integer> before = NumberedSamples.labels(clean);
    NumberedSamples.labels(LabelNoise.symmetric(clean, 1, SEED));
    assertThat(NumberedSamples.labels(clean)).isEqualTo(before);
    assertThat(ClassBalance.of(clean).counts()).containsOnly(10);
  }

  @Test
  void refusesRatesThatAreNoShare() {
    Dataset clean = NumberedSamples.inTurn(10, 2);
    for (double rate : new double[] {-0.1, 1.01, 40, Double.NaN}) {
      assertThatThrownBy(() -> LabelNoise.symmetric(clean, rate, SEED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "rate of label noise: expected a share from 0 to 1, received "
                  + rate
                  + "; write 40 percent as 0.4");
      assertThatThrownBy(() -> LabelNoise.byPairs(clean, rate, SEED)).hasMessageContaining("rate");
    }
  }

  @Test
  void refusesWhatHasNoClasses() {
    Dataset plain = ArrayDataset.of("plain", Nd4j.zeros(4, 1), Nd4j.zeros(4, 1));
    assertThatThrownBy(() -> LabelNoise.symmetric(plain, 0.4, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("label noise of plain: expected one class number a sample");
    assertThatThrownBy(() -> LabelNoise.byPairs(NumberedSamples.ofSteps(), 0.4, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("label noise of steps: expected one class number a sample")
        .hasMessageContaining("a class for each step or pixel is not supported");
    assertThatThrownBy(() -> LabelNoise.symmetric(NumberedSamples.inTurn(4, 1), 0.4, SEED))
        .hasMessageContaining("expected at least two classes, received [a]");
  }

  @Test
  void refusesPairsThatAreNone() {
    Dataset clean = NumberedSamples.inTurn(10, 3);
    assertThatThrownBy(() -> LabelNoise.byPairs(clean, Map.of(), 0.4, SEED))
        .hasMessageContaining("expected pairs of classes, received none");
    assertThatThrownBy(() -> LabelNoise.byPairs(clean, Map.of("a", "x"), 0.4, SEED))
        .hasMessageContaining("expected a class, one of [a, b, c], received x");
    assertThatThrownBy(() -> LabelNoise.byPairs(clean, Map.of("b", "b"), 0.4, SEED))
        .hasMessageContaining("received 'b' that becomes itself");
    Dataset withoutC = NumberedSamples.of(new int[] {0, 1, 0}, 3);
    assertThatThrownBy(() -> LabelNoise.byPairs(withoutC, Map.of("c", "a"), 0.4, SEED))
        .hasMessageContaining("expected samples whose class can become another, received none");
  }

  @Test
  void refusesLabelsThatAreNoClass() {
    for (float wrong : new float[] {2, 0.5f, -2}) {
      Dataset broken =
          NumberedSamples.inTurn(4, 2)
              .map(
                  (sample, random) ->
                      sample.withTarget(
                          Sample.TARGET, new Values(Shape.of(1), new float[] {wrong})));
      assertThatThrownBy(() -> LabelNoise.symmetric(broken, 0.4, SEED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("numbers, sample 0: expected a class number from 0 to 1")
          .hasMessageContaining("received " + wrong);
    }
  }

  @Test
  void refusesToTellOfSamplesThatThereAreNot() {
    LabelNoise noise = LabelNoise.symmetric(NumberedSamples.inTurn(10, 2), 0.4, SEED);
    assertThatThrownBy(() -> noise.isWrong(10)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> noise.trueLabel(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> noise.label(10)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void imagesKeepTheirShape() {
    Dataset padded =
        NumberedSamples.inTurn(6, 2)
            .map(
                (sample, random) ->
                    sample.withFeatures(new Values(Shape.of(1, 2, 1), sample.features().array())))
            .map(Augment.pad(1));
    assertThat(LabelNoise.symmetric(padded, 0.5, SEED).featureShape()).isEqualTo(Shape.of(3, 4, 1));
  }
}
