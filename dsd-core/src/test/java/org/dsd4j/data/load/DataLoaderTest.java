package org.dsd4j.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Batch;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class DataLoaderTest {
  /** Each sample's only feature is its index. */
  private static Dataset numbers(int size) {
    float[] features = new float[size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      features[i] = i;
      labels[i] = i % 3;
    }
    return ArrayDataset.ofClasses(
        "numbers", new Values(Shape.of(size, 1), features), labels, List.of("a", "b", "c"));
  }

  private static final Transform JITTER =
      (sample, random) ->
          sample.withFeatures(
              new Values(
                  Shape.of(1), new float[] {sample.features().array()[0] + random.nextFloat()}));

  private static List<Float> epoch(DataLoader loader, int epoch) {
    List<Float> seen = new ArrayList<>();
    try (EpochBatches batches = loader.epoch(epoch)) {
      while (batches.hasNext()) {
        for (float value : batches.next().features().array()) {
          seen.add(value);
        }
      }
    }
    return seen;
  }

  private static DataLoader.Builder shuffled(int workers) {
    return unordered(workers).order(SampleOrder.SHUFFLED);
  }

  private static DataLoader.Builder unordered(int workers) {
    return DataLoader.builder(numbers(103), batchSize(10)).seed(Seed.of(5)).workers(workers);
  }

  @Test
  void deliversEverySampleOnceInAnOrderOfTheEpoch() {
    try (DataLoader loader = shuffled(2).build()) {
      List<Float> first = epoch(loader, 0);
      assertThat(first)
          .hasSize(103)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 103).mapToObj(i -> (float) i).toList());
      assertThat(epoch(loader, 1)).isNotEqualTo(first);
      assertThat(epoch(loader, 0)).isEqualTo(first);
      assertThat(loader.batchesPerEpoch()).isEqualTo(11);
    }
  }

  @Test
  void doesNotDependOnTheNumberOfWorkers() {
    try (DataLoader one = shuffled(1).transform(JITTER).build();
        DataLoader four = shuffled(4).transform(JITTER).build()) {
      assertThat(epoch(one, 3)).isEqualTo(epoch(four, 3));
      assertThat(epoch(one, 3)).isNotEqualTo(epoch(one, 4));
    }
  }

  @Test
  void eachSampleDrawsForItselfWhateverItsPlaceInTheEpoch() {
    try (DataLoader mixed = shuffled(2).transform(JITTER).build();
        DataLoader inOrder = unordered(2).order(SampleOrder.AS_STORED).transform(JITTER).build()) {
      List<Float> values = epoch(inOrder, 0);
      assertThat(epoch(mixed, 0).stream().sorted().toList()).isEqualTo(values);
      assertThat(values.stream().map(value -> value - Math.floor(value)).distinct())
          .hasSizeGreaterThan(90);
    }
  }

  @Test
  void stacksFeaturesAndLabels() {
    try (DataLoader loader = DataLoader.builder(numbers(5), batchSize(3)).build();
        EpochBatches batches = loader.epoch(0)) {
      Batch first = batches.next();
      assertThat(first.features().shape()).isEqualTo(Shape.of(3, 1));
      assertThat(first.targets().shape()).isEqualTo(Shape.of(3));
      assertThat(first.targets().array()).containsExactly(0, 1, 2);
      assertThat(batches.next().size()).isEqualTo(2);
      assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void whatGoesWrongInAWorkerIsThrownToTheConsumer() {
    Transform failing =
        (sample, random) -> {
          if (sample.features().array()[0] == 42) {
            throw new CorruptDataException("picture 42", "a picture", "none", "replace it");
          }
          return sample;
        };
    try (DataLoader loader =
        DataLoader.builder(numbers(60), batchSize(10)).transform(failing).build()) {
      assertThatThrownBy(() -> epoch(loader, 0))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage("picture 42: expected a picture, received none; replace it");
    }
  }

  @Test
  void samplesOfDifferentShapesAreNamed() {
    Transform growing =
        (sample, random) ->
            sample.features().array()[0] == 7
                ? sample.withFeatures(new Values(Shape.of(2), new float[2]))
                : sample;
    try (DataLoader loader =
        DataLoader.builder(numbers(10), batchSize(4)).transform(growing).build()) {
      assertThatThrownBy(() -> epoch(loader, 0))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "features of sample 7 of numbers: expected [1], received [2]; bring all samples to"
                  + " one shape by a transform");
    }
  }

  @Test
  void theLastBatchMayBeLeftOut() {
    try (DataLoader loader = shuffled(2).keepLastBatch(false).build()) {
      assertThat(loader.batchesPerEpoch()).isEqualTo(10);
      assertThat(epoch(loader, 0)).hasSize(100).doesNotHaveDuplicates();
    }
    assertThatThrownBy(
            () -> DataLoader.builder(numbers(5), batchSize(6)).keepLastBatch(false).build())
        .hasMessageContaining("batch size for numbers without its last batch: expected at most 5");
  }

  @Test
  void anErrorEndsTheEpochButNotTheLoader() {
    Transform failing =
        (sample, random) -> {
          if (sample.features().array()[0] == 42) {
            throw new AssertionError("out of something");
          }
          return sample;
        };
    try (DataLoader loader =
        DataLoader.builder(numbers(60), batchSize(10)).transform(failing).build()) {
      EpochBatches batches = loader.epoch(0);
      for (int i = 0; i < 4; i++) {
        batches.next();
      }
      assertThatThrownBy(batches::next).isInstanceOf(AssertionError.class);
      assertThat(batches.hasNext()).isFalse();
      try (EpochBatches again = loader.epoch(1)) {
        assertThat(again.next().size()).isEqualTo(10);
      }
    }
  }

  @Test
  void knowsTheShapeAfterTheTransformAndStacksTargetsThatAreNoClasses() {
    Dataset dataset =
        numbers(4)
            .map(
                (sample, random) ->
                    new Sample(
                        sample.features(),
                        new Values(Shape.of(2), new float[] {sample.features().array()[0], -1})));
    Transform wider =
        (sample, random) -> sample.withFeatures(new Values(Shape.of(2, 3), new float[6]));
    try (DataLoader loader = DataLoader.builder(dataset, batchSize(4)).transform(wider).build();
        EpochBatches batches = loader.epoch(0)) {
      assertThat(loader.featureShape()).isEqualTo(Shape.of(2, 3));
      Batch batch = batches.next();
      assertThat(batch.features().shape()).isEqualTo(Shape.of(4, 2, 3));
      assertThat(batch.targets().shape()).isEqualTo(Shape.of(4, 2));
      assertThat(batch.targets().array()).containsExactly(0, -1, 1, -1, 2, -1, 3, -1);
    }
  }

  /** Each sample is its index plus what it drew when it was read. */
  private static Dataset drawing(int size) {
    return numbers(size).map(JITTER);
  }

  @Test
  void samplesThatDrawWhenTheyAreReadDrawFromTheirSeed() {
    try (DataLoader one = DataLoader.builder(drawing(50), batchSize(7)).workers(1).build();
        DataLoader four = DataLoader.builder(drawing(50), batchSize(7)).workers(4).build()) {
      List<Float> first = epoch(one, 0);
      assertThat(epoch(four, 0)).isEqualTo(first);
      assertThat(epoch(one, 1)).isNotEqualTo(first);
      assertThat(first.stream().map(value -> value - Math.floor(value)).distinct())
          .hasSizeGreaterThan(45);
    }
    assertThat(drawing(50).sample(7).features().array())
        .isEqualTo(drawing(50).sample(7).features().array());
    assertThat(epochOf(drawing(50).first(20))).isNotEqualTo(epochOf(numbers(50).first(20)));
  }

  private static List<Float> epochOf(Dataset dataset) {
    try (DataLoader loader = DataLoader.builder(dataset, batchSize(7)).build()) {
      return epoch(loader, 0);
    }
  }

  @Test
  void anEpochFillsTheSameArraysAgain() {
    List<float[]> arrays = new ArrayList<>();
    try (DataLoader loader = DataLoader.builder(numbers(203), batchSize(2)).workers(1).build();
        EpochBatches batches = loader.epoch(0)) {
      for (float expected = 0; batches.hasNext(); expected += 2) {
        float[] array = batches.next().features().array();
        assertThat(array[0]).isEqualTo(expected);
        if (arrays.stream().noneMatch(known -> known == array)) {
          arrays.add(array);
        }
      }
    }
    // Those ahead, the one handed out, and the last, which is smaller.
    assertThat(arrays).hasSizeLessThanOrEqualTo(3 + 1 + 1);
  }

  @Test
  void aBatchTransformKeepsTheShape() {
    BatchTransform cutting =
        (batch, random) ->
            new Batch(new Values(Shape.of(1), new float[1]), batch.targets(), batch.size());
    try (DataLoader loader =
        DataLoader.builder(numbers(10), batchSize(4)).batchTransform(cutting).build()) {
      assertThatThrownBy(() -> epoch(loader, 0))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining(
              "features after the batch transform: expected [4, 1], received [1]");
    }
  }
}
