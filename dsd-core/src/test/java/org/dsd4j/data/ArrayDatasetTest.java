package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArrayDatasetTest extends DatasetContract {
  private static final List<String> CLASSES = List.of("left", "right");

  private static ArrayDataset points(float[] features, int... labels) {
    return ArrayDataset.ofClasses(
        "points", new Values(Shape.of(features.length / 2, 2), features), labels, CLASSES);
  }

  @Override
  protected Dataset open() {
    return points(new float[] {1, 2, 3, 4, 5, 6}, 0, 1, 1);
  }

  @Test
  void handsOutRows() {
    Sample last = open().sample(2);
    assertThat(last.features().array()).containsExactly(5, 6);
    assertThat(last.target().array()).containsExactly(1);
    assertThat(open().classNames()).isEqualTo(CLASSES);
  }

  @Test
  void takesArraysOfAnyLayoutAndType() {
    INDArray columnMajor = Nd4j.createFromArray(new double[][] {{1, 3, 5}, {2, 4, 6}}).transpose();
    INDArray targets = Nd4j.createFromArray(7, 8, 9).castTo(DataType.DOUBLE);
    ArrayDataset dataset = ArrayDataset.of("regression", columnMajor, targets);
    assertThat(dataset.size()).isEqualTo(3);
    assertThat(dataset.featureShape()).isEqualTo(Shape.of(2));
    assertThat(dataset.targetShape()).isEqualTo(Shape.of(1));
    assertThat(dataset.sample(1).features().array()).containsExactly(3, 4);
    assertThat(dataset.target(2).array()).containsExactly(9);
    assertThat(dataset.classNames()).isEmpty();
  }

  @Test
  void refusesLabelsWithoutClass() {
    assertThatThrownBy(() -> points(new float[6], 0, 1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "points, label at index 2: expected a class number from 0 to 1, received 5; repair the"
                + " labels or name all classes");
    assertThatThrownBy(() -> points(new float[2], -1)).hasMessageContaining("received -1");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    assertThatThrownBy(() -> points(new float[] {0, 0, Float.NaN, 0}, 0, 1))
        .hasMessage(
            "points, sample 1: expected finite features, received NaN; repair or leave out the"
                + " sample");
    assertThatThrownBy(
            () ->
                ArrayDataset.of(
                    "regression",
                    Nd4j.zeros(2, 2),
                    Nd4j.createFromArray(0, Float.POSITIVE_INFINITY)))
        .hasMessageContaining("regression, sample 1: expected finite targets, received Infinity");
  }

  @Test
  void refusesNumbersOfSamplesThatDiffer() {
    assertThatThrownBy(() -> points(new float[6], 0, 1))
        .hasMessage(
            "points: expected as many targets as features, 3, received 2; give every sample one"
                + " target");
    assertThatThrownBy(() -> ArrayDataset.of("scalar", Nd4j.scalar(1f), Nd4j.createFromArray(1f)))
        .hasMessageContaining("scalar: expected features and targets [N, ...]");
  }

  @Test
  void fingerprintsTellDataApart() {
    String fingerprint = open().fingerprint();
    assertThat(fingerprint)
        .hasSize(64)
        .isNotEqualTo(points(new float[] {1, 2, 3, 4, 5, 7}, 0, 1, 1).fingerprint())
        .isNotEqualTo(points(new float[] {1, 2, 3, 4, 5, 6}, 0, 1, 0).fingerprint());
  }
}
