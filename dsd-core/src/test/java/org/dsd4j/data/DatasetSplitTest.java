package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DatasetSplitTest {
  private static final Seed SEED = Seed.of(1);

  /** Each sample's feature is its index. */
  private static Dataset classes(List<Integer> labels) {
    float[] features = new float[labels.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = i;
    }
    return ArrayDataset.ofClasses(
        "numbers",
        new Values(Shape.of(features.length, 1), features),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        List.of("a", "b", "c", "d"));
  }

  private static Dataset plain(int size) {
    return ArrayDataset.of("plain", Nd4j.arange(size).reshape(size, 1), Nd4j.zeros(size, 1));
  }

  private static List<Integer> members(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .map(i -> (int) dataset.sample(i).features().array()[0])
        .boxed()
        .toList();
  }

  @Property(tries = 300)
  void bothPartsAreDisjointAndCompleteAndHaveTheirShareOfEachClass(
      @ForAll @Size(min = 5, max = 60) List<@IntRange(max = 3) Integer> labels,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double share,
      @ForAll long seed) {
    Dataset whole = classes(labels);
    DatasetSplit split = whole.split(share, Seed.of(seed));
    List<Integer> training = members(split.training());
    List<Integer> validation = members(split.validation());
    assertThat(Stream.concat(training.stream(), validation.stream()).sorted())
        .containsExactlyElementsOf(IntStream.range(0, labels.size()).boxed().toList());
    assertThat(training).isSorted();
    assertThat(validation).isSorted();
    for (int label = 0; label < 4; label++) {
      int all = Collections.frequency(labels, label);
      long trained = training.stream().map(labels::get).filter(List.of(label)::contains).count();
      if (all == 1) {
        assertThat(trained).isEqualTo(1);
      } else if (all > 1) {
        assertThat(trained).isBetween(1L, all - 1L);
        assertThat((double) trained).isBetween(Math.min(1, all * share - 0.5), all * share + 1);
      }
    }
  }

  @Test
  void theSameSeedSplitsTheSameAndViewsSplitAlike() {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      labels.add(i % 4);
    }
    Dataset whole = classes(labels);
    DatasetSplit split = whole.split(0.8, SEED);
    assertThat(members(whole.split(0.8, SEED).training())).isEqualTo(members(split.training()));
    assertThat(members(whole.split(0.8, Seed.of(2)).training()))
        .isNotEqualTo(members(split.training()));
    Dataset view = whole.map((sample, random) -> sample);
    assertThat(members(view.split(0.8, SEED).validation())).isEqualTo(members(split.validation()));
    assertThat(split.training().fingerprint()).isNotEqualTo(split.validation().fingerprint());
    assertThat(split.training().classNames()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatHasNoClassesIsSplitAsAWhole() {
    DatasetSplit split = plain(10).split(0.7, SEED);
    assertThat(split.training().size()).isEqualTo(7);
    assertThat(members(split.validation())).hasSize(3).isNotEqualTo(List.of(7, 8, 9));
    assertThat(plain(2).split(0.99, SEED).validation().size()).isEqualTo(1);
  }

  @Test
  void refusesWhatLeavesNothing() {
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> plain(10).split(share, SEED))
          .hasMessageContaining("expected a fraction above 0 and below 1, received " + share);
    }
    assertThatThrownBy(() -> plain(1).split(0.9, SEED))
        .hasMessageContaining("split of plain: expected something for both parts");
    assertThatThrownBy(() -> classes(List.of(0, 1, 2)).split(0.5, SEED))
        .hasMessageContaining("received no two samples of one class");
  }
}
