package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every data set of classes does; a subclass opens one. */
public abstract class DatasetContract {
  /** Opens the data set; twice gives the same. */
  protected abstract Dataset open();

  @Test
  void samplesHaveTheShapesThatItSays() {
    Dataset dataset = open();
    assertThat(dataset.name()).isNotBlank();
    assertThat(dataset.size()).isPositive();
    for (int i = 0; i < dataset.size(); i++) {
      Sample sample = dataset.sample(i);
      assertThat(sample.features().shape()).isEqualTo(dataset.featureShape());
      assertThat(sample.target().shape()).isEqualTo(dataset.targetShape());
      assertThat(sample.target().array()).isEqualTo(dataset.target(i).array());
    }
  }

  @Test
  void labelsHaveClasses() {
    Dataset dataset = open();
    for (int i = 0; i < dataset.size(); i++) {
      assertThat((int) dataset.target(i).array()[0]).isBetween(0, dataset.classNames().size() - 1);
    }
  }

  @Test
  void openedTwiceItIsTheSame() {
    Dataset first = open();
    Dataset second = open();
    assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    int last = first.size() - 1;
    assertThat(second.sample(last).features().array())
        .isEqualTo(first.sample(last).features().array());
  }

  @Test
  void mayBeReadByManyThreads() {
    Dataset dataset = open();
    List<float[]> alone =
        IntStream.range(0, dataset.size())
            .mapToObj(i -> dataset.sample(i).features().array())
            .toList();
    List<float[]> together =
        IntStream.range(0, dataset.size())
            .parallel()
            .mapToObj(i -> dataset.sample(i).features().array())
            .toList();
    for (int i = 0; i < alone.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i));
    }
  }

  @Test
  void refusesIndicesBeyondItsEnds() {
    Dataset dataset = open();
    assertThatThrownBy(() -> dataset.sample(-1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("index into ")
        .hasMessageContaining("received -1");
    int size = dataset.size();
    assertThatThrownBy(() -> dataset.sample(size)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.target(size))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("expected 0 to " + (size - 1) + ", received " + size);
  }
}
