package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class ConfusionMatrixTest {
  private static ConfusionMatrix matrix() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(Shape.of(3, 3), new float[] {9, 0, 0, 0, 9, 0, 9, 0, 0}, new float[] {0, 0, 0});
    matrix.add(Shape.of(2, 3), new float[] {0, 9, 0, 0, 0, 0}, new float[] {1, 1});
    return matrix;
  }

  @Test
  void countsByLabelAndPrediction() {
    ConfusionMatrix matrix = matrix();
    assertThat(matrix.count(0, 0)).isEqualTo(2);
    assertThat(matrix.count(0, 1)).isEqualTo(1);
    assertThat(matrix.count(1, 0)).as("a tie goes to the lower class").isEqualTo(1);
    assertThat(matrix.count(1, 1)).isEqualTo(1);
    assertThat(matrix.count(1, 2)).isZero();
  }

  @Test
  void rowsWithoutTargetCountForNothing() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(Shape.of(2, 2), new float[] {1, 0, 1, 0}, new float[] {Dataset.NO_TARGET, 0});
    assertThat(matrix.recall(0)).isEqualTo(1);
    assertThat(matrix.count(0, 0)).isEqualTo(1);
  }

  @Test
  void givesRecallAndPrecision() {
    ConfusionMatrix matrix = matrix();
    assertThat(matrix.recall(0)).isEqualTo(2.0 / 3);
    assertThat(matrix.precision(0)).isEqualTo(2.0 / 3);
    assertThat(matrix.recall(1)).isEqualTo(0.5);
    assertThat(matrix.recall(2)).isNaN();
    assertThat(matrix.precision(2)).isNaN();
  }

  @Test
  void printsARowForEachClass() {
    assertThat(matrix().table(List.of("cat", "dog", "eel")).lines())
        .satisfiesExactly(
            row -> assertThat(row).startsWith("cat").endsWith("2     1     0"),
            row -> assertThat(row).startsWith("dog").endsWith("1     1     0"),
            row -> assertThat(row).startsWith("eel").endsWith("0     0     0"));
  }

  @Test
  void explainsWhatDoesNotFit() {
    assertThatThrownBy(() -> matrix().add(Shape.of(1, 2), new float[2], new float[1]))
        .hasMessageContaining("3 classes")
        .hasMessageContaining("received 2");
    for (float wrong : new float[] {-2, 3, 0.5f}) {
      assertThatThrownBy(() -> matrix().add(Shape.of(1, 3), new float[3], new float[] {wrong}))
          .hasMessageContaining("from 0 to 2");
    }
    assertThatThrownBy(() -> matrix().add(Shape.of(1, 3), new float[3], new float[3]))
        .hasMessageContaining("not probabilities");
    assertThatThrownBy(() -> matrix().table(List.of("a"))).hasMessageContaining("class names");
  }

  @Test
  void twoAddUp() {
    ConfusionMatrix sum = matrix();
    ConfusionMatrix other = matrix();
    sum.add(other);
    for (int label = 0; label < 3; label++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertThat(sum.count(label, predicted)).isEqualTo(2 * other.count(label, predicted));
      }
    }
    assertThatThrownBy(() -> sum.add(new ConfusionMatrix(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another one for 3 classes");
  }
}
