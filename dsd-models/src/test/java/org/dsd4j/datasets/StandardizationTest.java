package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class StandardizationTest {
  private static final Values ROWS =
      new Values(Shape.of(4, 2), new float[] {1, 5, 3, 5, 1, 5, 3, 5});

  @Test
  void bringsColumnsToMeanZeroAndDeviationOne() {
    Standardization scale = Standardization.of(ROWS);
    assertThat(scale.apply(ROWS).array()).containsExactly(-1, 0, 1, 0, -1, 0, 1, 0);
    // By the numbers that were measured, not by its own.
    assertThat(scale.apply(new Values(Shape.of(1, 2), new float[] {6, 9})).array())
        .containsExactly(4, 0);
  }

  @Test
  void aConstantColumnBecomesZeroWhateverItsLength() {
    // A sum of tenths is not 1.
    for (float constant : new float[] {1, 0.1f, -3e7f}) {
      float[] rows = new float[10];
      Arrays.fill(rows, constant);
      Standardization scale = Standardization.of(new Values(Shape.of(10, 1), rows));
      assertThat(scale.apply(new Values(Shape.of(2, 1), new float[] {constant, 2})).array())
          .containsExactly(0, 0);
    }
  }

  @Test
  void refusesOtherRows() {
    Standardization scale = Standardization.of(ROWS);
    assertThatThrownBy(() -> scale.apply(new Values(Shape.of(2, 3), new float[6])))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("rows to standardize: expected [N, 2], received [2, 3]");
    assertThatThrownBy(() -> Standardization.of(new Values(Shape.of(3), new float[3])))
        .hasMessageContaining("expected [N, columns], received [3]");
    float[] broken = {1, 2, Float.POSITIVE_INFINITY, 4};
    assertThatThrownBy(() -> Standardization.of(new Values(Shape.of(2, 2), broken)))
        .hasMessageContaining("row 1: expected finite numbers, received Infinity");
  }

  @Test
  void isMeasuredOnRowsAndDataSetsToo() {
    float[][] rows = {{1, 10}, {2, 10}, {6, 10}};
    Dataset training =
        ArrayDataset.ofClasses(
            "rows",
            new Values(Shape.of(3, 2), new float[] {1, 10, 2, 10, 6, 10}),
            new int[] {0, 1, 0},
            List.of("a", "b"));
    Standardization scale = Standardization.of(training);
    float[] expected = scale.apply(new Values(Shape.of(1, 2), new float[] {4, 10})).array();
    assertThat(Standardization.of(rows).apply(4, 10)).containsExactly(expected);
    assertThat(scale.apply(4, 10)).containsExactly(expected);
    assertThat(training.map(scale.transform()).sample(1).features().array())
        .containsExactly(scale.apply(2, 10));
    assertThat(scale).hasToString("standardization of 2 columns");
    assertThat(scale.transform()).hasToString("standardization of 2 columns");
    assertThatThrownBy(() -> Standardization.of(new float[] {1}, new float[] {1, 2}))
        .hasMessageContaining("row 1");
    assertThatThrownBy(() -> scale.apply(1, 2, 3)).isInstanceOf(ShapeException.class);
  }
}
