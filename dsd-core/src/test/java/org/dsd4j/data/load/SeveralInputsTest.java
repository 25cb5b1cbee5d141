package org.dsd4j.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.data.Batch;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class SeveralInputsTest {
  private static Values filled(float value, int... extents) {
    Shape shape = Shape.of(extents);
    float[] array = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(array, value);
    return new Values(shape, array);
  }

  /** Sample i has a picture [3] and i + 1 words. */
  private static Dataset things(int size) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      samples.add(
          new Sample(
              Map.of("picture", filled(i, 3), "words", filled(i % 5, i + 1)), Values.label(i % 2)));
    }
    SampleSpec spec =
        new SampleSpec()
            .input("picture", ValuesSpec.of(Shape.of(3)))
            .input("words", ValuesSpec.of(Shape.of(size)).indices(5).sequence())
            .target(Sample.TARGET, ValuesSpec.label(2));
    return ListDataset.of("things", spec, samples, List.of("a", "b"));
  }

  private static void run(DataLoader loader) {
    try (EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        batches.next();
      }
    }
  }

  @Test
  void batchesOfOneLengthComeTogether() {
    Dataset things = things(40);
    assertThat(SampleOrder.usual(things)).isEqualTo(SampleOrder.BY_LENGTH);
    try (DataLoader loader =
            DataLoader.builder(things, batchSize(8)).order(SampleOrder.SHORTEST_FIRST).build();
        EpochBatches batches = loader.epoch(0)) {
      assertThat(batches.next().input("picture").values().array()[3 * 7]).isEqualTo(7);
      assertThat(batches.next().input("words").lengths().toArray(8, 21))
          .isEqualTo(IntStream.range(9, 17).toArray());
    }
  }

  @Test
  void anEpochFillsTheSameArraysOfEachInputAgain() {
    Map<float[], Boolean> arrays = new IdentityHashMap<>();
    Dataset things = things(200).map((s, r) -> s.withInput("words", filled(1, 200)));
    try (DataLoader loader = DataLoader.builder(things, batchSize(2)).workers(1).build();
        EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        batches.next().inputs().values().forEach(each -> arrays.put(each.values().array(), true));
      }
    }
    assertThat(arrays).hasSizeLessThanOrEqualTo(2 * (3 + 1));
  }

  @Test
  void whatATransformBreaksIsNamed() {
    Transform unknownWord = (s, r) -> s.withInput("words", filled(7, 2));
    try (DataLoader loader =
        DataLoader.builder(things(4), batchSize(2)).transform(unknownWord).build()) {
      assertThatThrownBy(() -> run(loader))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "input 'words' of sample \\d of things: expected whole numbers from 0 to 4, or -1 for"
                  + " none, received 7; number the words or classes from 0, or say how many there"
                  + " are");
    }
    Transform dropping =
        (s, r) -> s.input("picture").array()[0] == 2 ? s.keepingInputs("picture") : s;
    try (DataLoader loader =
        DataLoader.builder(things(4), batchSize(2)).transform(dropping).build()) {
      assertThatThrownBy(() -> run(loader))
          .hasMessage(
              "inputs of sample 2 of things: expected [picture, words], received [picture]; give"
                  + " every sample the same ones");
    }
  }

  @Test
  void targetsAreChangedWhereTheyCanBeChecked() {
    Transform soft = (s, r) -> s.withTarget(Sample.TARGET, filled(0.5f, 2));
    assertThatThrownBy(() -> DataLoader.builder(things(4), batchSize(2)).transform(soft).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("targets of things behind the transform: expected {target=[1], ")
        .hasMessageContaining("change targets by Dataset.map");
  }

  @Test
  void aBatchTransformKeepsAllInputsAndTheirShapes() {
    BatchTransform dropping =
        (batch, random) ->
            new Batch(
                Map.of("picture", batch.input("picture")), batch.targetsByName(), batch.size());
    try (DataLoader loader =
        DataLoader.builder(things(4), batchSize(2)).batchTransform(dropping).build()) {
      assertThatThrownBy(() -> run(loader))
          .hasMessage(
              "inputs after the batch transform: expected [picture, words], received [picture];"
                  + " keep all inputs");
    }
    BatchTransform cutting = (batch, random) -> batch.withInput("picture", filled(0, 2, 1));
    try (DataLoader loader =
        DataLoader.builder(things(4), batchSize(2)).batchTransform(cutting).build()) {
      assertThatThrownBy(() -> run(loader))
          .isInstanceOf(ShapeException.class)
          .hasMessageStartingWith(
              "input 'picture' after the batch transform: expected [2, 3], received [2, 1]");
    }
  }

  /** It would not fit behind what the batch is padded to. */
  @Test
  void aTargetForEachStepHasNoMoreThanItsSteps() {
    List<Sample> samples =
        List.of(
            new Sample(filled(1, 6, 2), filled(1, 6)), new Sample(filled(1, 2, 2), filled(1, 4)));
    Dataset steps = SequenceDataset.of("steps", samples, List.of());
    try (DataLoader loader = DataLoader.builder(steps, batchSize(1)).build()) {
      assertThatThrownBy(() -> run(loader))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "target of sample 1 of steps: expected at most 2 steps, as there are 2 of features,"
                  + " received [4]; leave out what belongs to no step");
    }
  }

  @Test
  void aTargetWhoseInputIsLeftOutIsPaddedByItself() {
    SampleSpec spec =
        new SampleSpec()
            .input("picture", ValuesSpec.of(Shape.of(3)))
            .input("words", ValuesSpec.of(Shape.of(6)).sequence())
            .target("next", ValuesSpec.of(Shape.of(7)).sequence().along("words"));
    Sample sample =
        new Sample(
            Map.of("picture", filled(1, 3), "words", filled(1, 2)), Map.of("next", filled(1, 3)));
    Dataset things = ListDataset.of("things", spec, List.of(sample));
    assertThat(targets(things)).isEqualTo(Shape.of(1, 3));
    assertThat(targets(things.map((s, r) -> s.keepingInputs("picture")))).isEqualTo(Shape.of(1, 7));
  }

  private static Shape targets(Dataset dataset) {
    try (DataLoader loader = DataLoader.builder(dataset, batchSize(1)).build();
        EpochBatches batches = loader.epoch(0)) {
      return batches.next().targets().shape();
    }
  }
}
