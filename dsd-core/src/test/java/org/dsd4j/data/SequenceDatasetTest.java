package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class SequenceDatasetTest extends DatasetContract {
  private static Values filled(float value, int... extents) {
    Shape shape = Shape.of(extents);
    float[] array = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(array, value);
    return new Values(shape, array);
  }

  /**
   * Sample i has its number + 1 in every element, as many steps as told and a target half as long.
   */
  private static SequenceDataset sequences(int... lengths) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      int answers = Math.max(1, lengths[i] / 2);
      samples.add(new Sample(filled(i + 1, lengths[i], 2), filled(i, answers)));
    }
    return SequenceDataset.of("sequences", samples, List.of());
  }

  @Override
  protected Dataset open() {
    return sequences(3, 12, 1);
  }

  private static List<Batch> epoch(DataLoader loader, int epoch) {
    List<Batch> seen = new ArrayList<>();
    try (EpochBatches batches = loader.epoch(epoch)) {
      while (batches.hasNext()) {
        Batch b = batches.next();
        Values features = new Values(b.features().shape(), b.features().array().clone());
        seen.add(new Batch(features, b.targets(), b.size(), b.lengths()));
      }
    }
    return seen;
  }

  @Test
  void shapesAreThoseOfTheLongest() {
    SequenceDataset dataset = sequences(3, 12, 7);
    assertThat(dataset.featureShape()).isEqualTo(Shape.of(12, 2));
    assertThat(dataset.targetShape()).isEqualTo(Shape.of(6));
    assertThat(dataset.hasLengths()).isTrue();
    assertThat(dataset.length(2)).isEqualTo(7);
    assertThat(dataset.first(2).hasLengths()).isTrue();
    assertThat(dataset.first(2).length(0)).isEqualTo(3);
    assertThat(sequences(3, 12, 7).fingerprint()).isEqualTo(dataset.fingerprint());
    assertThat(sequences(3, 12, 8).fingerprint()).isNotEqualTo(dataset.fingerprint());
  }

  @Test
  void batchesArePaddedToTheirLongestRoundedUp() {
    try (DataLoader loader = DataLoader.builder(sequences(3, 1, 24, 5), batchSize(2)).build()) {
      List<Batch> batches = epoch(loader, 0);
      // Of 24 steps at most, a sixth: extents are multiples of 4.
      Batch first = batches.get(0);
      assertThat(first.features().shape()).isEqualTo(Shape.of(2, 4, 2));
      assertThat(first.features().array())
          .containsExactly(1, 1, 1, 1, 1, 1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0);
      assertThat(first.lengths()).isEqualTo(Lengths.of(3, 1));
      assertThat(first.targets().shape()).isEqualTo(Shape.of(2, 12));
      assertThat(first.targets().array()).startsWith(0, -1, -1).hasSize(24);
      assertThat(first.targets().array()[12]).isEqualTo(1);
      assertThat(batches.get(1).features().shape()).isEqualTo(Shape.of(2, 24, 2));
      assertThat(batches.get(1).lengths()).isEqualTo(Lengths.of(24, 5));
    }
  }

  @Test
  void targetsOfEachStepArePaddedAsFeaturesAre() {
    List<Sample> samples =
        List.of(
            new Sample(filled(1, 2, 3), filled(7, 2)), new Sample(filled(1, 12, 3), filled(8, 12)));
    SequenceDataset dataset = SequenceDataset.of("tagged", samples, List.of());
    try (DataLoader loader = DataLoader.builder(dataset, batchSize(1)).build()) {
      List<Batch> batches = epoch(loader, 0);
      assertThat(batches.get(0).targets().shape()).isEqualTo(Shape.of(1, 2));
      assertThat(batches.get(1).targets().shape()).isEqualTo(Shape.of(1, 12));
    }
  }

  @Test
  void sequencesOfOneLengthComeTogether() {
    int[] lengths = IntStream.range(0, 203).map(i -> 1 + i * 37 % 50).toArray();
    try (DataLoader loader =
        DataLoader.builder(sequences(lengths), batchSize(4))
            .seed(Seed.of(3))
            .order(SampleOrder.BY_LENGTH)
            .build()) {
      List<Batch> batches = epoch(loader, 1);
      List<Integer> seen = new ArrayList<>();
      long padded = 0;
      long real = 0;
      for (Batch batch : batches) {
        int extent = batch.features().shape().extent(1);
        real += batch.lengths().total(batch.size(), extent);
        padded += (long) batch.size() * extent;
        for (int n = 0; n < batch.size(); n++) {
          seen.add((int) batch.features().array()[n * extent * 2]);
        }
      }
      assertThat(seen).doesNotHaveDuplicates().hasSize(203);
      assertThat(seen).isNotEqualTo(seen.stream().sorted().toList());
      assertThat((double) real / padded).isGreaterThan(0.8);
      assertThat(batches.get(batches.size() - 1).size()).isEqualTo(3);
    }
  }

  @Test
  void theFirstEpochMayGoFromShortToLong() {
    int[] lengths = {9, 2, 7, 4, 1};
    try (DataLoader loader =
        DataLoader.builder(sequences(lengths), batchSize(1))
            .order(SampleOrder.SHORTEST_FIRST)
            .build()) {
      assertThat(epoch(loader, 0).stream().map(b -> b.lengths().steps(0, 0)).toList())
          .containsExactly(1, 2, 4, 7, 9);
      assertThat(epoch(loader, 1).stream().map(b -> b.lengths().steps(0, 0)).toList())
          .containsExactlyInAnyOrder(1, 2, 4, 7, 9);
    }
  }

  @Test
  void refusesWhatIsNoSequenceLikeTheOthers() {
    Sample one = new Sample(filled(1, 4, 2), filled(1, 1));
    Sample wide = new Sample(filled(1, 4, 3), filled(1, 1));
    assertThatThrownBy(() -> SequenceDataset.of("odd", List.of(one, wide), List.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("sample 1 of odd")
        .hasMessageContaining("[4, 2]");
    Sample broken = new Sample(filled(Float.NaN, 4, 2), filled(1, 1));
    assertThatThrownBy(() -> SequenceDataset.of("odd", List.of(one, broken), List.of()))
        .hasMessageContaining("odd, sample 1")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> SequenceDataset.of("none", List.of(), List.of()))
        .hasMessageContaining("at least one sequence");
  }

  @Test
  void aTransformMayShortenButNotLengthen() {
    Transform longer =
        (sample, random) ->
            new Sample(filled(1, sample.features().shape().extent(0) + 1, 2), sample.target());
    try (DataLoader loader =
            DataLoader.builder(sequences(5, 6), batchSize(2)).transform(longer).build();
        EpochBatches batches = loader.epoch(0)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("at most [6, 2]");
    }
  }
}
