package org.dsd4j.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** Whatever samples of several inputs and targets are stacked, each is there again in its row. */
class SeveralInputsPropertyTest {
  private static final int MORE = 2;

  private static Values random(RandomGenerator random, boolean indices, int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = indices ? random.nextInt(7) : random.nextFloat() + 1;
    }
    return new Values(shape, values);
  }

  private static List<Sample> samples(int count, int words, int frames, long seed) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Seed.of(seed).derive(i).stream();
      int said = 1 + random.nextInt(words);
      samples.add(
          new Sample(
              Map.of(
                  "number",
                  // So that a row tells which sample it is of.
                  new Values(Shape.of(1), new float[] {i}),
                  "words",
                  random(random, true, said),
                  "frames",
                  random(random, false, 1 + random.nextInt(frames), 2)),
              Map.of(
                  "next",
                  random(random, true, Math.max(1, said + MORE - random.nextInt(2))),
                  "text",
                  random(random, true, 1 + random.nextInt(5)),
                  "kind",
                  Values.label(random.nextInt(7)))));
    }
    return samples;
  }

  private static SampleSpec spec(int words, int frames) {
    return new SampleSpec()
        .input("number", ValuesSpec.of(Shape.of(1)))
        .input("words", ValuesSpec.of(Shape.of(words)).indices(7).sequence())
        .input("frames", ValuesSpec.of(Shape.of(frames, 2)).sequence())
        .target("kind", ValuesSpec.label(7))
        .target("next", ValuesSpec.of(Shape.of(words + MORE)).indices(7).sequence().along("words"))
        .target("text", ValuesSpec.of(Shape.of(5)).indices(7).sequence());
  }

  @Property(tries = 100)
  void everyRowIsItsSampleAndPaddingBehindIt(
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 20) int words,
      @ForAll @IntRange(min = 1, max = 20) int frames,
      @ForAll SampleOrder order,
      @ForAll long seed) {
    List<Sample> samples = samples(count, words, frames, seed);
    Dataset dataset = ListDataset.of("things", spec(words, frames), samples);
    List<Integer> seen = new ArrayList<>();
    try (DataLoader loader =
            DataLoader.builder(dataset, BatchSize.batchSize(batch))
                .order(order)
                .seed(Seed.of(seed))
                .workers(2)
                .build();
        EpochBatches batches = loader.epoch(1)) {
      while (batches.hasNext()) {
        Batch next = batches.next();
        int extent = next.input("words").values().shape().extent(1);
        assertThat(next.targets("next").shape()).isEqualTo(Shape.of(next.size(), extent + MORE));
        assertThat(next.targets("text").shape()).isEqualTo(Shape.of(next.size(), 5));
        assertThat(next.targets("kind").shape()).isEqualTo(Shape.of(next.size()));
        for (int row = 0; row < next.size(); row++) {
          int number = (int) next.input("number").values().array()[row];
          seen.add(number);
          checkRow(next, row, samples.get(number));
        }
      }
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(count);
  }

  private static void checkRow(Batch batch, int row, Sample sample) {
    sample
        .inputs()
        .forEach(
            (name, values) -> {
              Batch.Input input = batch.input(name);
              float padding = name.equals("words") ? Dataset.NO_TARGET : 0;
              checkRow(input.values(), row, values, padding);
              Lengths lengths = input.lengths();
              assertThat(lengths.isWhole()).isEqualTo(name.equals("number"));
              int extent = input.values().shape().extent(1);
              assertThat(lengths.steps(row, extent)).isEqualTo(values.shape().extent(0));
            });
    sample
        .targets()
        .forEach((name, values) -> checkRow(batch.targets(name), row, values, Dataset.NO_TARGET));
  }

  private static void checkRow(Values stacked, int row, Values sample, float padding) {
    int stride = Math.toIntExact(stacked.shape().elements() / stacked.shape().extent(0));
    for (int i = 0; i < stride; i++) {
      float expected = i < sample.array().length ? sample.array()[i] : padding;
      assertThat(stacked.array()[row * stride + i]).isEqualTo(expected);
    }
  }
}
