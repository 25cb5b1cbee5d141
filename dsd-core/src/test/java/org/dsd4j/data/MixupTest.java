package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class MixupTest {
  private static Batch batch(float[] labels, float... features) {
    return new Batch(
        new Values(Shape.of(labels.length, features.length / labels.length), features),
        new Values(Shape.of(labels.length), labels),
        labels.length);
  }

  @Test
  void mixesEachSampleWithTheNext() {
    Batch mixed =
        new Mixup(1, 4)
            .apply(batch(new float[] {0, 2, 3}, 0, 1, 10, 11, 100, 101), Seed.of(3).stream());
    float[] targets = mixed.targets().array();
    float share = targets[0];
    float rest = 1 - share;
    assertThat(share).isBetween(0.05f, 0.95f);
    assertThat(mixed.targets().shape()).isEqualTo(Shape.of(3, 4));
    assertThat(targets)
        .containsExactly(
            new float[] {share, 0, rest, 0, 0, 0, share, rest, rest, 0, 0, share}, within(1e-6f));
    assertThat(mixed.features().shape()).isEqualTo(Shape.of(3, 2));
    assertThat(mixed.features().array())
        .containsExactly(
            new float[] {
              10 * rest,
              share + 11 * rest,
              10 * share + 100 * rest,
              11 * share + 101 * rest,
              100 * share,
              101 * share + rest
            },
            within(1e-3f));
  }

  @Test
  void aBatchOfOneStaysAsItIs() {
    Batch mixed = new Mixup(0.2, 2).apply(batch(new float[] {1}, 5, 7), Seed.of(1).stream());
    assertThat(mixed.features().array()).containsExactly(new float[] {5, 7}, within(1e-5f));
    assertThat(mixed.targets().array()).containsExactly(new float[] {0, 1}, within(1e-6f));
  }

  @Test
  void sharesAreOfTheBetaDistribution() {
    RandomGenerator random = Seed.of(5).stream();
    for (double alpha : new double[] {0.2, 1, 4}) {
      Mixup mixup = new Mixup(alpha, 2);
      double[] shares =
          IntStream.range(0, 2000)
              .mapToDouble(
                  i -> mixup.apply(batch(new float[] {0, 1}, 0, 0), random).targets().array()[0])
              .toArray();
      double mean = IntStream.range(0, 2000).mapToDouble(i -> shares[i]).average().orElse(0);
      double variance =
          IntStream.range(0, 2000)
              .mapToDouble(i -> (shares[i] - 0.5) * (shares[i] - 0.5))
              .average()
              .orElse(0);
      assertThat(mean).isCloseTo(0.5, within(0.04));
      assertThat(variance).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.01));
    }
  }

  private static List<Float> epoch(int workers, int epoch) {
    float[] features = new float[40];
    int[] labels = new int[40];
    for (int i = 0; i < 40; i++) {
      features[i] = i;
      labels[i] = i % 3;
    }
    Dataset numbers =
        ArrayDataset.ofClasses(
            "numbers", new Values(Shape.of(40, 1), features), labels, List.of("a", "b", "c"));
    List<Float> seen = new ArrayList<>();
    try (DataLoader loader =
            DataLoader.builder(numbers, batchSize(9))
                .batchTransform(new Mixup(1, 3))
                .seed(Seed.of(4))
                .order(SampleOrder.SHUFFLED)
                .workers(workers)
                .build();
        EpochBatches batches = loader.epoch(epoch)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        assertThat(batch.targets().shape()).isEqualTo(Shape.of(batch.size(), 3));
        for (float value : batch.features().array()) {
          seen.add(value);
        }
        for (float value : batch.targets().array()) {
          seen.add(value);
        }
      }
    }
    return seen;
  }

  @Test
  void theLoaderMixesTheSameWithAnyNumberOfWorkers() {
    assertThat(epoch(1, 2)).hasSize(160).isEqualTo(epoch(4, 2)).isNotEqualTo(epoch(1, 3));
  }

  @Test
  void refusesWhatIsNoClass() {
    assertThatThrownBy(() -> new Mixup(0, 3)).hasMessageContaining("alpha of mixup");
    assertThatThrownBy(() -> new Mixup(1, 0)).hasMessageContaining("classes");
    Mixup mixup = new Mixup(1, 2);
    assertThatThrownBy(() -> mixup.apply(batch(new float[] {2}, 1), Seed.of(1).stream()))
        .hasMessageContaining("label in mixup: expected a class number from 0 to 1, received 2");
    Batch soft =
        new Batch(
            new Values(Shape.of(1, 1), new float[1]), new Values(Shape.of(1, 2), new float[2]), 1);
    assertThatThrownBy(() -> mixup.apply(soft, Seed.of(1).stream()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("targets of mixup: expected class numbers [N]");
    assertThat(mixup).hasToString("mixup, alpha 1");
  }

  private static Batch ofTwo(OptionalInt indices) {
    Batch.Input near =
        new Batch.Input(
            new Values(Shape.of(2, 1), new float[] {0, 1}), Lengths.whole(), OptionalInt.empty());
    Batch.Input far =
        new Batch.Input(new Values(Shape.of(2, 1), new float[] {0, 2}), Lengths.whole(), indices);
    return new Batch(
        Map.of("near", near, "far", far),
        Map.of(
            "kind",
            new Values(Shape.of(2), new float[] {0, 1}),
            "price",
            new Values(Shape.of(2), new float[] {0, 10})),
        2);
  }

  @Test
  void mixesEveryInputAndTargetByTheSameShare() {
    Mixup mixup = new Mixup(1).classes("kind", 2).numbers("price");
    Batch mixed = mixup.apply(ofTwo(OptionalInt.empty()), Seed.of(3).stream());
    float rest = mixed.input("near").values().array()[0];
    assertThat(rest).isBetween(0.05f, 0.95f);
    assertThat(mixed.input("far").values().array()[0]).isEqualTo(2 * rest);
    assertThat(mixed.targets("kind").shape()).isEqualTo(Shape.of(2, 2));
    assertThat(mixed.targets("kind").array()[1]).isEqualTo(rest);
    assertThat(mixed.targets("price").array()[0]).isEqualTo(10 * rest);
    assertThat(mixup).hasToString("mixup, alpha 1, targets {kind=2, price=0}");
  }

  @Test
  void refusesToMixWordsOrATargetOfWhichNothingWasSaid() {
    Mixup mixup = new Mixup(1).classes("kind", 2).numbers("price");
    assertThatThrownBy(() -> mixup.apply(ofTwo(OptionalInt.of(9)), Seed.of(3).stream()))
        .hasMessage(
            "batch for mixup: expected numbers that can be added, received numbers of things in"
                + " input 'far'; leave mixup out for words and the like");
    assertThatThrownBy(
            () ->
                new Mixup(1)
                    .classes("kind", 2)
                    .apply(ofTwo(OptionalInt.empty()), Seed.of(3).stream()))
        .hasMessageMatching(
            "targets of mixup: expected \\[(kind, price|price, kind)], received \\[kind]; name each"
                + " by classes\\(...\\) or numbers\\(...\\)");
    assertThatThrownBy(() -> mixup.numbers("kind")).hasMessageContaining("to be given once");
  }
}
