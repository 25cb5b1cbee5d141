package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
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
    SampleSpec spec = dataset.spec();
    for (int i = 0; i < dataset.size(); i++) {
      Sample sample = dataset.sample(i);
      spec.check(dataset.describe(i), sample);
      for (String name : spec.inputs().keySet()) {
        checkLength(dataset, i, name, sample.input(name).shape());
      }
      checkSameTargets(dataset.targets(i), sample);
    }
  }

  private void checkLength(Dataset dataset, int index, String input, Shape received) {
    ValuesSpec spec = dataset.spec().inputs().get(input);
    int steps = dataset.length(index, input);
    if (spec.isSequence()) {
      assertThat(steps).isBetween(1, spec.shape().extent(0));
      if (!lengthsAreRandom()) {
        assertThat(received.extent(0)).as(dataset.describe(index)).isEqualTo(steps);
      }
    } else {
      assertThat(received).as(dataset.describe(index)).isEqualTo(spec.shape());
    }
  }

  private static void checkSameTargets(Map<String, Values> targets, Sample sample) {
    assertThat(targets.keySet()).isEqualTo(sample.targets().keySet());
    targets.forEach(
        (name, target) -> assertThat(sample.target(name).array()).isEqualTo(target.array()));
  }

  private static void checkSameInputs(Sample one, Sample other) {
    assertThat(one.inputs().keySet()).isEqualTo(other.inputs().keySet());
    one.inputs()
        .forEach((name, input) -> assertThat(other.input(name).array()).isEqualTo(input.array()));
  }

  @Test
  void printsItsNameAndSizeOrTheCallThatMakesIt() {
    Dataset dataset = open();
    String samples = dataset.size() == 1 ? "1 sample" : dataset.size() + " samples";
    String type = dataset.getClass().getSimpleName();
    assertThat(dataset.toString())
        .satisfiesAnyOf(
            text -> assertThat(text).isEqualTo(dataset.name() + ", " + samples),
            text -> assertThat(text).startsWith(type + ".").endsWith(")"));
  }

  /** Where a data set is one of one input and one target, it also says so shortly. */
  @Test
  void saysTheSameOfOneInputInShort() {
    Dataset dataset = open();
    SampleSpec spec = dataset.spec();
    assertThat(dataset.hasLengths()).isEqualTo(spec.hasLengths());
    if (spec.inputs().size() == 1) {
      assertThat(dataset.featureShape()).isEqualTo(spec.featureShape());
    } else {
      assertThatThrownBy(dataset::featureShape).isInstanceOf(IllegalArgumentException.class);
    }
    if (spec.targets().size() == 1) {
      assertThat(dataset.targetShape()).isEqualTo(spec.targetShape());
      assertThat(dataset.target(0).array()).isEqualTo(dataset.sample(0).target().array());
    } else {
      assertThatThrownBy(dataset::targetShape).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> dataset.target(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void labelsHaveClasses() {
    Dataset dataset = open();
    Assumptions.assumeThat(dataset.classNames()).as("names of classes").isNotEmpty();
    for (int i = 0; i < dataset.size(); i++) {
      for (float label : dataset.targets(i).get(dataset.spec().mainTarget()).array()) {
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
    checkSameInputs(second.sample(last), first.sample(last));
  }

  @Test
  void changesSamplesByTheSeedAlone() {
    Dataset dataset = open();
    for (int i = 0; i < dataset.size(); i++) {
      Seed seed = Seed.of(7).derive(i);
      Sample one = dataset.sample(i, seed.stream());
      Sample same = dataset.sample(i, seed.stream());
      checkSameInputs(same, one);
      checkSameTargets(one.targets(), same);
      checkSameTargets(dataset.targets(i), same);
      checkSameInputs(dataset.sample(i), dataset.sample(i));
    }
  }

  @Test
  void mayBeReadByManyThreads() {
    Dataset dataset = open();
    List<Sample> alone = IntStream.range(0, dataset.size()).mapToObj(dataset::sample).toList();
    List<Sample> together =
        IntStream.range(0, dataset.size()).parallel().mapToObj(dataset::sample).toList();
    for (int i = 0; i < alone.size(); i++) {
      checkSameInputs(together.get(i), alone.get(i));
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
    assertThatThrownBy(() -> dataset.targets(size))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("expected 0 to " + (size - 1) + ", received " + size);
  }
}
