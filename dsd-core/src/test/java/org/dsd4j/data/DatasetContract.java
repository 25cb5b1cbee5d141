package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Assumptions;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Contract;
import org.junit.jupiter.api.Test;

/** What every data set does; a subclass opens one. */
public abstract class DatasetContract implements Contract {
  /** Opens the data set; twice gives the same. */
  protected abstract Dataset open();

  /** Whether sequences have other lengths each time that they are read. */
  protected boolean lengthsAreRandom() {
    return false;
  }

  @Override
  public boolean covers(Class<?> subject) {
    return isNamedFor(subject);
  }

  @Test
  void samplesHaveTheShapesThatItSays() {
    Dataset dataset = open();
    assertThat(dataset.name()).isNotBlank();
    assertThat(dataset.size()).isPositive();
    for (int i = 0; i < dataset.size(); i++) {
      Sample sample = dataset.sample(i);
      Shape features = dataset.featureShape();
      Shape target = dataset.targetShape();
      if (dataset.hasLengths()) {
        assertThat(dataset.length(i)).isBetween(1, features.extent(0));
        int steps = sample.features().shape().extent(0);
        assertThat(steps).isLessThanOrEqualTo(features.extent(0));
        features = features.withFirst(lengthsAreRandom() ? steps : dataset.length(i));
        int targets = sample.target().shape().extent(0);
        assertThat(targets).isLessThanOrEqualTo(target.extent(0));
        target = target.withFirst(targets);
      }
      assertThat(sample.features().shape()).as(dataset.describe(i)).isEqualTo(features);
      assertThat(sample.target().shape()).as(dataset.describe(i)).isEqualTo(target);
      assertThat(sample.target().array()).isEqualTo(dataset.target(i).array());
    }
  }

  @Test
  void labelsHaveClasses() {
    Dataset dataset = open();
    Assumptions.assumeThat(dataset.classNames()).as("names of classes").isNotEmpty();
    for (int i = 0; i < dataset.size(); i++) {
      for (float label : dataset.target(i).array()) {
        if (label != Dataset.NO_TARGET) {
          assertThat(label).isBetween(0f, dataset.classNames().size() - 1f);
          assertThat(label).isEqualTo((int) label);
        }
      }
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
  void changesSamplesByTheSeedAlone() {
    Dataset dataset = open();
    for (int i = 0; i < dataset.size(); i++) {
      Seed seed = Seed.of(7).derive(i);
      Sample one = dataset.sample(i, seed.stream());
      Sample same = dataset.sample(i, seed.stream());
      assertThat(same.features().array()).isEqualTo(one.features().array());
      assertThat(same.target().array())
          .isEqualTo(one.target().array())
          .isEqualTo(dataset.target(i).array());
      assertThat(dataset.sample(i).features().array())
          .isEqualTo(dataset.sample(i).features().array());
    }
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
