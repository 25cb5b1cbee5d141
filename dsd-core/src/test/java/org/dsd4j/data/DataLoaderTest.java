package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
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
    return DataLoader.builder(numbers(103), batchSize(10))
        .seed(Seed.of(5))
        .shuffle(true)
        .workers(workers);
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
  void closingStopsTheThreads() throws InterruptedException {
    DataLoader loader = shuffled(3).build();
    EpochBatches batches = loader.epoch(0);
    batches.next();
    assertThat(loaderThreads()).isNotEmpty();
    batches.close();
    assertThat(batches.hasNext()).isFalse();
    loader.close();
    for (Thread thread : loaderThreads()) {
      thread.join(5_000);
    }
    assertThat(loaderThreads()).isEmpty();
  }

  private static List<Thread> loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dsd4j-loader-"))
        .toList();
  }

  @Test
  void anInterruptedConsumerStopsAndStaysInterrupted() {
    try (DataLoader loader = shuffled(1).build()) {
      EpochBatches batches = loader.epoch(0);
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> {
                while (batches.hasNext()) {
                  batches.next();
                }
              })
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void datasetsAreChecked() {
    assertThatThrownBy(
            () ->
                ArrayDataset.ofClasses(
                    "points",
                    new Values(Shape.of(3, 1), new float[3]),
                    new int[] {0, 1, 5},
                    List.of("a", "b")))
        .hasMessage(
            "points, label at index 2: expected a class number from 0 to 1, received 5; repair the"
                + " labels or name all classes");
    assertThatThrownBy(
            () ->
                ArrayDataset.ofClasses(
                    "points",
                    new Values(Shape.of(2, 2), new float[] {0, 0, Float.NaN, 0}),
                    new int[] {0, 1},
                    List.of("a", "b")))
        .hasMessageContaining("points, sample 1: expected finite features, received NaN");
    assertThatThrownBy(() -> numbers(5).first(6)).hasMessageContaining("1 to 5");
    assertThatThrownBy(() -> numbers(5).first(3).sample(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batchSize(0)).hasMessageContaining("batch size");
  }

  @Test
  void fingerprintsTellDataApart() {
    assertThat(numbers(5).fingerprint())
        .isEqualTo(numbers(5).fingerprint())
        .isNotEqualTo(numbers(6).fingerprint())
        .isNotEqualTo(numbers(5).first(4).fingerprint());
  }

  @Test
  void cropsFlipsPadsAndNormalises() {
    Values image = new Values(Shape.of(2, 2, 1), new float[] {1, 2, 3, 4});
    Sample sample = new Sample(image, Values.label(0));
    var random = Seed.of(1).stream();
    assertThat(Augment.pad(1).apply(sample, random).features().array())
        .containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0);
    assertThat(Augment.centerCrop(1, 1).apply(sample, random).features().array())
        .containsExactly(1);
    assertThat(
            Augment.normalize(new float[] {1}, new float[] {2})
                .apply(sample, random)
                .features()
                .array())
        .containsExactly(0, 0.5f, 1, 1.5f);
    List<String> flips = new ArrayList<>();
    List<String> crops = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      flips.add(Arrays.toString(Augment.horizontalFlip().apply(sample, random).features().array()));
      crops.add(Arrays.toString(Augment.randomCrop(1).apply(sample, random).features().array()));
    }
    assertThat(flips).containsOnly("[1.0, 2.0, 3.0, 4.0]", "[2.0, 1.0, 4.0, 3.0]");
    assertThat(flips).filteredOn(f -> f.startsWith("[2")).hasSizeBetween(70, 130);
    assertThat(crops)
        .contains("[1.0, 2.0, 3.0, 4.0]", "[0.0, 0.0, 0.0, 1.0]", "[4.0, 0.0, 0.0, 0.0]");
    assertThat(crops.stream().distinct()).hasSize(9);
    assertThatThrownBy(
            () -> Augment.normalize(new float[] {0, 0}, new float[] {1, 1}).apply(sample, random))
        .hasMessageContaining("normalization: expected 2 channels, received 1");
  }
}
