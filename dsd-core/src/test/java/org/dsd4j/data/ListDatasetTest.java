package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** Pictures with some words, of a kind and a price. */
class ListDatasetTest extends DatasetContract {
  private static final SampleSpec SPEC =
      new SampleSpec()
          .input("picture", ValuesSpec.of(Shape.of(2)))
          .input("words", ValuesSpec.of(Shape.of(4)).indices(9).sequence())
          .target("kind", ValuesSpec.label(2))
          .target("price", ValuesSpec.of(Shape.of(1)));

  private static Sample sample(int number, int words) {
    float[] numbers = new float[words];
    for (int i = 0; i < words; i++) {
      numbers[i] = (number + i) % 9;
    }
    return new Sample(
        Map.of(
            "picture",
            new Values(Shape.of(2), new float[] {number, -number}),
            "words",
            new Values(Shape.of(words), numbers)),
        Map.of(
            "kind",
            Values.label(number % 2),
            "price",
            new Values(Shape.of(1), new float[] {number / 10f})));
  }

  private static List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(sample(i, 1 + i % 4));
    }
    return samples;
  }

  private static ListDataset things(int count) {
    return ListDataset.of("things", SPEC, samples(count), List.of("even", "odd"));
  }

  @Override
  protected Dataset open() {
    return things(7);
  }

  @Test
  void partsKeepTheClassesOfTheMainTargetAndEachLength() {
    DatasetSplit split = things(20).split(0.8, Seed.of(3));
    assertThat(ClassBalance.of(split.training()).counts()).containsExactly(8, 8);
    assertThat(ClassBalance.of(split.validation()).counts()).containsExactly(2, 2);
    Dataset drawn = things(20).drawn(5, Seed.of(1));
    for (int i = 0; i < drawn.size(); i++) {
      assertThat(drawn.length(i, "words"))
          .isEqualTo(drawn.length(i))
          .isEqualTo(drawn.sample(i).input("words").shape().extent(0));
      assertThat(drawn.length(i, "picture")).isEqualTo(2);
    }
    assertThat(drawn.spec()).isEqualTo(SPEC);
    assertThat(things(7).first(2).hasLengths()).isTrue();
  }

  @Test
  void aTransformOfOneInputLeavesTheOthers() {
    Transform brighter =
        (sample, random) ->
            sample.withFeatures(
                new Values(Shape.of(1), new float[] {sample.features().array()[0] + 100}));
    Dataset changed = things(7).map(brighter.on("picture"));
    assertThat(changed.spec().inputs().get("picture")).isEqualTo(ValuesSpec.of(Shape.of(1)));
    assertThat(changed.spec().inputs().get("words")).isEqualTo(SPEC.inputs().get("words"));
    Sample before = things(7).sample(5);
    Sample after = changed.sample(5);
    assertThat(after.input("picture").array()).containsExactly(105);
    assertThat(after.input("words").array()).isEqualTo(before.input("words").array());
    assertThat(after.targets().keySet()).containsExactlyInAnyOrder("kind", "price");
    assertThat(changed.length(5)).isEqualTo(2);
    assertThat(changed.fingerprint()).isEqualTo(things(7).fingerprint());
  }

  @Test
  void aTransformMayAddAndDropInputsAndTargets() {
    Dataset changed =
        things(7)
            .map(
                (sample, random) ->
                    sample
                        .keepingInputs("picture")
                        .withInput("size", new Values(Shape.of(3), new float[3]))
                        .withTarget("rank", Values.label(1)));
    assertThat(changed.spec().inputs().keySet()).containsExactly("picture", "size");
    assertThat(changed.spec().targets().keySet()).containsExactly("kind", "price", "rank");
    assertThat(changed.hasLengths()).isFalse();
    assertThat(changed.targets(3).keySet()).containsExactlyInAnyOrder("kind", "price", "rank");
  }

  @Test
  void itsFingerprintIsThatOfNamesKindsAndValues() {
    String known = things(7).fingerprint();
    assertThat(things(8).fingerprint()).isNotEqualTo(known);
    List<Sample> changed = samples(7);
    changed.set(3, changed.get(3).withTarget("price", Values.label(2)));
    assertThat(ListDataset.of("things", SPEC, changed, List.of("a", "b")).fingerprint())
        .isNotEqualTo(known);
    List<Sample> renamed =
        samples(7).stream()
            .map(
                each ->
                    new Sample(
                        Map.of("image", each.input("picture"), "words", each.input("words")),
                        each.targets()))
            .toList();
    SampleSpec spec =
        new SampleSpec()
            .input("image", ValuesSpec.of(Shape.of(2)))
            .input("words", ValuesSpec.of(Shape.of(4)).indices(9).sequence())
            .target("kind", ValuesSpec.label(2))
            .target("price", ValuesSpec.of(Shape.of(1)));
    assertThat(ListDataset.of("things", spec, renamed).fingerprint()).isNotEqualTo(known);
  }

  @Test
  void asksForWhatIsThereAlone() {
    Sample sample = sample(1, 2);
    assertThatThrownBy(sample::features)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("features of a sample: expected one alone, received those of [")
        .hasMessageEndingWith("]; take input(name), or change one by Transform.on(name)");
    assertThatThrownBy(sample::target).hasMessageContaining("take target(name)");
    assertThatThrownBy(() -> sample.withFeatures(Values.label(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sample.input("image"))
        .hasMessageMatching(
            "input of a sample: expected one of \\[.*], received image; check the spelling");
    assertThatThrownBy(() -> new Sample(Map.of(), Values.label(0)))
        .hasMessageContaining("sample: expected at least one input, received none");
  }

  private static void refuses(Sample broken, Class<? extends Exception> type, String message) {
    List<Sample> samples = samples(3);
    samples.add(broken);
    assertThatThrownBy(() -> ListDataset.of("things", SPEC, samples))
        .isInstanceOf(type)
        .hasMessage(message);
  }

  @Test
  void refusesSamplesThatAreOtherThanItSays() {
    Sample good = sample(1, 2);
    refuses(
        good.keepingInputs("words"),
        IllegalArgumentException.class,
        "inputs of sample 3 of things: expected [picture, words], received [words]; give every"
            + " sample the same ones");
    refuses(
        good.withTarget("rank", Values.label(1)),
        IllegalArgumentException.class,
        "targets of sample 3 of things: expected [kind, price], received [kind, price, rank]; give"
            + " every sample the same ones");
    refuses(
        good.withInput("picture", new Values(Shape.of(3), new float[3])),
        ShapeException.class,
        "input 'picture' of sample 3 of things: expected [2], received [3]; bring all samples to"
            + " one shape by a transform");
    refuses(
        good.withInput("words", new Values(Shape.of(5), new float[5])),
        ShapeException.class,
        "input 'words' of sample 3 of things: expected at most [4], received [5]; keep sequences"
            + " within the longest and all other extents the same");
    refuses(
        good.withInput("picture", new Values(Shape.of(2), new float[] {1, Float.NaN})),
        IllegalArgumentException.class,
        "input 'picture' of sample 3 of things: expected finite numbers, received NaN at element 1;"
            + " repair the sample or its transform, or leave it out");
  }

  @Test
  void numbersOfThingsAreWholeAndHaveOne() {
    String place = "input 'words' of sample 3 of things: expected whole numbers from 0 to 8, or -1";
    for (float word : new float[] {9, -2, 0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      List<Sample> samples = samples(3);
      Values words = new Values(Shape.of(2), new float[] {1, word});
      samples.add(sample(1, 2).withInput("words", words));
      assertThatThrownBy(() -> ListDataset.of("things", SPEC, samples))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(place + " for none, received " + (word == 9 ? "9;" : ""));
    }
    refuses(
        sample(1, 2).withTarget("kind", Values.label(2)),
        IllegalArgumentException.class,
        "target 'kind' of sample 3 of things: expected whole numbers from 0 to 1, or -1 for none,"
            + " received 2; number the words or classes from 0, or say how many there are");
  }

  @Test
  void refusesWhatIsNoDataSet() {
    assertThatThrownBy(() -> ListDataset.of("things", SPEC, List.of()))
        .hasMessage("things: expected at least one sample, received none; add samples");
    assertThatThrownBy(() -> ListDataset.of("things", new SampleSpec(), samples(1)))
        .hasMessageContaining("things: expected at least one input");
    assertThatThrownBy(() -> SPEC.input("words", ValuesSpec.label(2)))
        .hasMessageContaining("input 'words': expected to be given once");
    ValuesSpec steps = ValuesSpec.of(Shape.of(4)).sequence();
    assertThatThrownBy(() -> SPEC.target("next", steps.along("picture")))
        .hasMessageContaining("input that target 'next' goes along: expected a sequence of");
    assertThatThrownBy(() -> ValuesSpec.of(Shape.of(4)).along("words"))
        .hasMessageContaining("call sequence() first");
    assertThatThrownBy(() -> ValuesSpec.of(Shape.of()).sequence())
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> ValuesSpec.label(0)).hasMessageContaining("expected 1 to 16777216");
  }
}
