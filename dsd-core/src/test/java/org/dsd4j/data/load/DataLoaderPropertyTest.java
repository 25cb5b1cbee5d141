package org.dsd4j.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

class DataLoaderPropertyTest {
  /** Adds less than 1 at random, so that rounding down gives the index back. */
  private static final Transform JITTER =
      (sample, random) ->
          sample.withFeatures(
              new Values(
                  Shape.of(1),
                  new float[] {sample.features().array()[0] + random.nextInt(4) / 8f}));

  @Property(tries = 60)
  void everySampleComesOnceAndTheSameForAnyNumberOfWorkers(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @IntRange(min = 1, max = 80) int batch,
      @ForAll @IntRange(min = 2, max = 5) int workers,
      @ForAll @IntRange(min = 0, max = 1000) int epoch,
      @ForAll long seed) {
    List<Float> one = values(size, batch, 1, epoch, seed);
    assertThat(values(size, batch, workers, epoch, seed)).isEqualTo(one);
    assertThat(one.stream().map(value -> (int) Math.floor(value)).sorted())
        .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
  }

  private static List<Float> values(int size, int batch, int workers, int epoch, long seed) {
    float[] features = new float[size];
    for (int i = 0; i < size; i++) {
      features[i] = i;
    }
    Dataset dataset =
        ArrayDataset.ofClasses(
            "numbers", new Values(Shape.of(size, 1), features), new int[size], List.of("number"));
    List<Float> values = new ArrayList<>();
    try (DataLoader loader =
            DataLoader.builder(dataset, BatchSize.batchSize(batch))
                .transform(JITTER)
                .seed(Seed.of(seed))
                .order(SampleOrder.SHUFFLED)
                .workers(workers)
                .build();
        EpochBatches batches = loader.epoch(epoch)) {
      while (batches.hasNext()) {
        for (float value : batches.next().features().array()) {
          values.add(value);
        }
      }
    }
    return values;
  }
}
