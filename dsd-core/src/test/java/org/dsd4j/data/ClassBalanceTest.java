package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ClassBalanceTest {
  private static Dataset classes(int... labels) {
    return ArrayDataset.ofClasses(
        "letters",
        new Values(Shape.of(labels.length, 1), new float[labels.length]),
        labels,
        List.of("a", "b", "c"));
  }

  @Test
  void countsAndBalances() {
    ClassBalance balance = ClassBalance.of(classes(0, 1, 0, 2, 0, 1));
    assertThat(balance.counts()).containsExactly(3, 2, 1);
    // 6 / (3 · count): what scikit-learn calls balanced.
    assertThat(balance.weights()).containsExactly(new double[] {6 / 9.0, 1, 2}, within(1e-12));
    assertThat(new SoftmaxCrossEntropy().classWeights(balance.weights()).toString())
        .contains("class weights");
  }

  @Test
  void aClassWithoutSamplesHasNoWeight() {
    ClassBalance balance = ClassBalance.of(classes(0, 2));
    assertThat(balance.counts()).containsExactly(1, 0, 1);
    assertThatThrownBy(balance::weights)
        .hasMessageContaining("expected samples of every class, received none of 'b'");
  }

  @Test
  void whatHasNoClassesHasNoBalance() {
    Dataset points = ArrayDataset.of("points", Nd4j.zeros(2, 1), Nd4j.zeros(2, 1));
    assertThatThrownBy(() -> ClassBalance.of(points))
        .hasMessageContaining("class balance of points: expected class numbers with names");
  }
}
