package org.dsd4j.data.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;

class SubsetTest extends DatasetContract {
  private static final Seed SEED = Seed.of(1);

  @Override
  protected Dataset open() {
    return Subset.perClass(NumberedSamples.inTurn(40, 4), 3, SEED);
  }

  @Test
  void hasAsManyOfEachClassInTheOrderOfTheWhole() {
    // Of class a there are twice as many.
    int[] labels = new int[80];
    for (int i = 0; i < 80; i++) {
      labels[i] = i < 40 ? 0 : i % 2 + 1;
    }
    Subset subset = Subset.perClass(NumberedSamples.of(labels, 3), 20, SEED);
    assertThat(ClassBalance.of(subset).counts()).containsExactly(20, 20, 20);
    assertThat(NumberedSamples.numbers(subset)).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < subset.size(); i++) {
      int number = NumberedSamples.numbers(subset).get(i);
      assertThat(subset.target(i).array()).containsExactly(labels[number]);
    }
  }

  @Test
  void aSmallerOneIsPartOfALargerOneOfTheSameSeed() {
    Dataset whole = NumberedSamples.inTurn(200, 4);
    Subset small = Subset.perClass(whole, 5, SEED);
    assertThat(NumberedSamples.numbers(Subset.perClass(whole, 20, SEED)))
        .containsAll(NumberedSamples.numbers(small));
    assertThat(NumberedSamples.numbers(Subset.perClass(whole, 5, Seed.of(2))))
        .isNotEqualTo(NumberedSamples.numbers(small));
    assertThat(NumberedSamples.numbers(small))
        .isNotEqualTo(NumberedSamples.numbers(whole.first(20)));
  }

  @Test
  void itsFingerprintIsThatOfWhatWasDrawn() {
    Dataset whole = NumberedSamples.inTurn(200, 4);
    String known = Subset.perClass(whole, 5, SEED).fingerprint();
    assertThat(Subset.perClass(NumberedSamples.inTurn(200, 4), 5, SEED).fingerprint())
        .isEqualTo(known);
    assertThat(known)
        .isNotEqualTo(whole.fingerprint())
        .isNotEqualTo(Subset.perClass(whole, 6, SEED).fingerprint())
        .isNotEqualTo(Subset.perClass(whole, 5, Seed.of(2)).fingerprint());
  }

  @Test
  void saysWhatItIs() {
    assertThat(open()).hasToString("Subset.perClass(numbers, 3, Seed.of(1))");
    assertThat(open().name()).isEqualTo("numbers");
    assertThat(open().classNames()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void refusesMoreThanThereAreOfAClassAndNamesIt() {
    Dataset whole = NumberedSamples.of(new int[] {0, 0, 0, 1, 2, 2}, 4);
    assertThatThrownBy(() -> Subset.perClass(whole, 2, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "subset of numbers: expected 2 samples of each class, received 1 of 'b'; ask for fewer,"
                + " or add samples of that class");
    assertThatThrownBy(() -> Subset.perClass(whole, 1, SEED))
        .hasMessageContaining("received 0 of 'd'");
    assertThatThrownBy(() -> Subset.perClass(whole, 0, SEED))
        .hasMessageContaining("samples of each class: expected a whole number of at least 1");
    assertThatThrownBy(() -> Subset.perClass(NumberedSamples.ofSteps(), 1, SEED))
        .hasMessageStartingWith("subset of steps: expected one class number a sample");
  }
}
