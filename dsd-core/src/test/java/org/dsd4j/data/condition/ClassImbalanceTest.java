package org.dsd4j.data.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;

class ClassImbalanceTest extends DatasetContract {
  private static final Seed SEED = Seed.of(1);

  @Override
  protected Dataset open() {
    return ClassImbalance.longTail(NumberedSamples.inTurn(40, 4), 10, SEED);
  }

  private static List<Integer> counts(Dataset dataset) {
    return ClassBalance.of(dataset).counts();
  }

  /** As in tables of long-tailed CIFAR-10. */
  @Test
  void aLongTailHasTheCountsOfThePaper() {
    Dataset whole = NumberedSamples.inTurn(50_000, 10);
    assertThat(counts(ClassImbalance.longTail(whole, 100, SEED)))
        .containsExactly(5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50);
    assertThat(counts(ClassImbalance.longTail(whole, 10, SEED)))
        .containsExactly(5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500);
    assertThat(counts(ClassImbalance.longTail(whole, 1, SEED))).containsOnly(5000);
  }

  @Test
  void leavesTheGivenShares() {
    Dataset whole = NumberedSamples.inTurn(400, 4);
    Dataset left = ClassImbalance.byClass(whole, Map.of("b", 0.29, "d", 0.015), SEED);
    assertThat(counts(left)).containsExactly(100, 29, 100, 1);
    assertThat(NumberedSamples.numbers(left)).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < left.size(); i++) {
      assertThat(left.target(i).array()).containsExactly(NumberedSamples.numbers(left).get(i) % 4);
    }
  }

  @Test
  void whatIsLeftAtASmallerShareIsLeftAtALargerOne() {
    Dataset whole = NumberedSamples.inTurn(400, 4);
    Dataset few = ClassImbalance.longTail(whole, 50, SEED);
    assertThat(NumberedSamples.numbers(ClassImbalance.longTail(whole, 10, SEED)))
        .containsAll(NumberedSamples.numbers(few));
    assertThat(NumberedSamples.numbers(ClassImbalance.longTail(whole, 50, Seed.of(2))))
        .isNotEqualTo(NumberedSamples.numbers(few));
  }

  @Test
  void saysWhatItIs() {
    assertThat(open()).hasToString("ClassImbalance.longTail(numbers, 10, Seed.of(1))");
    assertThat(open().name()).isEqualTo("numbers, long tail 10");
    Dataset shares = ClassImbalance.byClass(NumberedSamples.inTurn(40, 4), Map.of("b", 0.5), SEED);
    assertThat(shares).hasToString("ClassImbalance.byClass(numbers, {b=0.5}, Seed.of(1))");
    assertThat(shares.name()).isEqualTo("numbers, shares {b=0.5}");
    assertThat(open().fingerprint()).isNotEqualTo(NumberedSamples.inTurn(40, 4).fingerprint());
  }

  @Test
  void refusesToLeaveNothingOfAClass() {
    assertThatThrownBy(() -> ClassImbalance.longTail(NumberedSamples.inTurn(40, 4), 11, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a sample of each class at least, received none of 'd'")
        .hasMessageContaining("of which there are 10 and the share is 0.0909");
    Dataset withoutD = NumberedSamples.of(new int[] {0, 1, 2}, 4);
    assertThatThrownBy(() -> ClassImbalance.byClass(withoutD, Map.of(), SEED))
        .hasMessageContaining("none of 'd', of which there are 0 and the share is 1");
  }

  @Test
  void refusesWhatIsNoShareOrRatio() {
    Dataset whole = NumberedSamples.inTurn(40, 4);
    for (double ratio : new double[] {0.5, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ClassImbalance.longTail(whole, ratio, SEED))
          .hasMessageContaining("ratio of a long tail: expected a number of at least 1, received");
    }
    for (double share : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> ClassImbalance.byClass(whole, Map.of("a", share), SEED))
          .hasMessageContaining("share of class 'a': expected a number above 0 and at most 1");
    }
    assertThatThrownBy(() -> ClassImbalance.byClass(whole, Map.of("x", 0.5), SEED))
        .hasMessageContaining("expected a class, one of [a, b, c, d], received x");
    assertThatThrownBy(() -> ClassImbalance.longTail(NumberedSamples.inTurn(4, 1), 2, SEED))
        .hasMessageContaining("expected at least two classes");
    assertThatThrownBy(() -> ClassImbalance.longTail(NumberedSamples.ofSteps(), 2, SEED))
        .hasMessageStartingWith("class imbalance of steps: expected one class number a sample");
  }
}
