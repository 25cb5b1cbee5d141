package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DatasetPartTest extends DatasetContract {
  private static Dataset base() {
    float[] features = {0, 1, 2, 3, 4};
    return ArrayDataset.ofClasses(
        "numbers",
        new Values(Shape.of(5, 1), features),
        new int[] {0, 1, 0, 1, 0},
        List.of("even", "odd"));
  }

  @Override
  protected Dataset open() {
    return base().first(3);
  }

  @Test
  void holdsTheFirstSamples() {
    assertThat(open().size()).isEqualTo(3);
    assertThat(open().sample(2).features().array()).containsExactly(2);
    assertThat(open().fingerprint())
        .isNotEqualTo(base().fingerprint())
        .isNotEqualTo(base().first(4).fingerprint());
  }

  @Test
  void isNotEmptyAndNotLargerThanTheWhole() {
    assertThatThrownBy(() -> base().first(6))
        .hasMessage(
            "size of a part of numbers: expected 1 to 5, received 6; take no more samples than"
                + " there are");
    assertThatThrownBy(() -> base().first(0)).hasMessageContaining("expected 1 to 5, received 0");
    assertThat(base().first(5).size()).isEqualTo(5);
  }

  private static Dataset sorted(List<Integer> labels) {
    int[] sorted = labels.stream().mapToInt(Integer::intValue).sorted().toArray();
    float[] features = new float[sorted.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = i;
    }
    return ArrayDataset.ofClasses(
        "sorted",
        new Values(Shape.of(features.length, 1), features),
        sorted,
        List.of("a", "b", "c", "d"));
  }

  private static List<Integer> numbers(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .mapToObj(i -> (int) dataset.sample(i).features().array()[0])
        .toList();
  }

  @Property(tries = 300)
  void drawsOfEachClassItsShare(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(max = 3) Integer> labels,
      @ForAll @IntRange(min = 1, max = 80) int wanted,
      @ForAll long seed) {
    int size = Math.min(wanted, labels.size());
    Dataset whole = sorted(labels);
    Dataset drawn = whole.drawn(size, Seed.of(seed));
    assertThat(drawn.size()).isEqualTo(size);
    assertThat(numbers(drawn)).isSorted().doesNotHaveDuplicates();
    assertThat(numbers(whole.drawn(size, Seed.of(seed)))).isEqualTo(numbers(drawn));
    List<Integer> counts = ClassBalance.of(drawn).counts();
    long classes = labels.stream().distinct().count();
    for (int label = 0; label < 4; label++) {
      int all = Collections.frequency(labels, label);
      double share = (double) all * size / labels.size();
      if (size >= classes && all > 0) {
        assertThat(counts.get(label)).isBetween(1, all);
      }
      // One for each class may take from the others as many as there are rare classes.
      assertThat((double) counts.get(label)).isBetween(share - 4, share + 1);
    }
  }

  @Test
  void drawsFromAllSamplesWhereThereAreNoClasses() {
    Dataset plain = ArrayDataset.of("plain", Nd4j.arange(50).reshape(50, 1), Nd4j.zeros(50, 1));
    assertThat(numbers(plain.drawn(10, Seed.of(1))))
        .hasSize(10)
        .isSorted()
        .isNotEqualTo(numbers(plain.first(10)))
        .isNotEqualTo(numbers(plain.drawn(10, Seed.of(2))));
    assertThatThrownBy(() -> plain.drawn(51, Seed.of(1)))
        .hasMessageContaining("size of a part of plain: expected 1 to 50, received 51");
  }

  @Test
  void theBeginningOfSortedSamplesIsUnlikeTheWhole() {
    Integer[] labels = new Integer[100];
    Arrays.setAll(labels, i -> i % 4);
    Dataset whole = sorted(List.of(labels));
    ClassBalance all = ClassBalance.of(whole);
    assertThat(ClassBalance.of(whole.first(40)).isLike(all)).isFalse();
    assertThat(ClassBalance.of(whole.first(80)).isLike(all)).isFalse();
    assertThat(ClassBalance.of(whole.drawn(40, Seed.of(1))).isLike(all)).isTrue();
    assertThat(ClassBalance.of(whole).isLike(all)).isTrue();
    // As few as classes: sorted ones lack most.
    assertThat(ClassBalance.of(whole.first(3)).isLike(all)).isFalse();
  }

  @Test
  void shardsTogetherAreTheWholeAndNoSampleIsInTwo() {
    for (int size : new int[] {1, 2, 7, 12}) {
      Dataset whole =
          ArrayDataset.of("whole", Nd4j.arange(size).reshape(size, 1), Nd4j.zeros(size, 1));
      for (int count = 1; count <= size; count++) {
        List<Integer> seen = new ArrayList<>();
        for (int index = 0; index < count; index++) {
          Dataset shard = whole.shard(index, count);
          assertThat(shard.size()).isBetween(size / count, size / count + 1);
          assertThat(numbers(shard)).isSorted().isEqualTo(numbers(whole.shard(index, count)));
          seen.addAll(numbers(shard));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(whole));
      }
    }
  }

  @Test
  void shardsOfSortedSamplesHaveAllClasses() {
    Integer[] labels = new Integer[100];
    Arrays.setAll(labels, i -> i % 4);
    Dataset whole = sorted(List.of(labels));
    for (int index = 0; index < 3; index++) {
      assertThat(ClassBalance.of(whole.shard(index, 3)).isLike(ClassBalance.of(whole))).isTrue();
    }
    assertThat(whole.shard(0, 3).fingerprint()).isNotEqualTo(whole.shard(1, 3).fingerprint());
    assertThat(whole.shard(0, 3).fingerprint()).isEqualTo(whole.shard(0, 3).fingerprint());
  }

  @Test
  void refusesShardsThatThereAreNot() {
    Dataset plain = ArrayDataset.of("plain", Nd4j.arange(5).reshape(5, 1), Nd4j.zeros(5, 1));
    assertThatThrownBy(() -> plain.shard(0, 6)).hasMessageContaining("expected 1 to 5");
    assertThatThrownBy(() -> plain.shard(0, 0)).hasMessageContaining("received 0");
    assertThatThrownBy(() -> plain.shard(3, 3)).hasMessageContaining("a number from 0 to 2");
    assertThatThrownBy(() -> plain.shard(-1, 3)).hasMessageContaining("received -1");
  }

  @Test
  void holdsTheSelectedSamplesInTheirOrder() {
    int[] indices = {4, 0, 3};
    Dataset selected = base().select(indices);
    indices[0] = 1;
    assertThat(numbers(selected)).containsExactly(4, 0, 3);
    assertThat(selected.target(2).array()).containsExactly(1);
    assertThat(selected.fingerprint())
        .isEqualTo(base().select(4, 0, 3).fingerprint())
        .isNotEqualTo(base().select(0, 3, 4).fingerprint());
  }

  @Test
  void refusesSelectionsThatAreNone() {
    assertThatThrownBy(() -> base().select())
        .hasMessageContaining("selection of numbers: expected at least one sample");
    for (int[] wrong : new int[][] {{-1}, {5}, {1, 2, 1}}) {
      assertThatThrownBy(() -> base().select(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "expected each index from 0 to 4 at most once, received " + wrong[wrong.length - 1]);
    }
  }
}
