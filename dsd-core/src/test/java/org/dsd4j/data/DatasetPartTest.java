package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

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
}
