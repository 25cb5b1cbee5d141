package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The settings of windows. */
class SettingsTest {
  private static Pool pool(int kernel, int stride, int padding, boolean ceilMode) {
    return new Pool(Extent.square(kernel), Extent.square(stride), Extent.square(padding), ceilMode);
  }

  @Test
  void convolutionsHaveTheSizesOfPyTorch() {
    Convolution alexNet =
        new Convolution(Extent.square(11), Extent.square(4), Extent.square(2), Extent.square(1), 1);
    assertThat(alexNet.outputSize(Extent.square(224))).isEqualTo(Extent.square(55));
    Convolution dilated =
        new Convolution(new Extent(3, 1), Extent.square(1), new Extent(2, 0), new Extent(2, 1), 1);
    assertThat(dilated.outputSize(new Extent(7, 5))).isEqualTo(new Extent(7, 5));
    assertThat(alexNet.outputSize(Extent.square(6)).height()).isLessThan(1);
  }

  @Test
  void poolsHaveTheSizesOfPyTorch() {
    assertThat(pool(3, 2, 0, false).outputSize(Extent.square(112))).isEqualTo(Extent.square(55));
    assertThat(pool(3, 2, 0, true).outputSize(Extent.square(112))).isEqualTo(Extent.square(56));
    assertThat(pool(3, 2, 1, false).outputSize(Extent.square(112))).isEqualTo(Extent.square(56));
    // Rounded up to 4, but the last window would start in the right padding.
    assertThat(pool(2, 2, 1, true).outputSize(Extent.square(5))).isEqualTo(Extent.square(3));
    assertThat(pool(3, 2, 0, false).outputSize(Extent.square(2)).height()).isLessThan(1);
  }

  @Test
  void refusesUselessWindows() {
    assertThatThrownBy(() -> pool(0, 1, 0, false)).hasMessageContaining("kernel");
    assertThatThrownBy(() -> pool(2, 0, 0, false)).hasMessageContaining("stride");
    assertThatThrownBy(() -> pool(3, 1, 2, false)).hasMessageContaining("half of the kernel");
    assertThatThrownBy(() -> pool(3, 1, -1, false)).hasMessageContaining("padding");
    Extent one = Extent.square(1);
    assertThatThrownBy(() -> new Convolution(one, one, one, one, 0)).hasMessageContaining("groups");
    assertThatThrownBy(() -> new Convolution(one, one, one, Extent.square(0), 1))
        .hasMessageContaining("dilation");
    assertThat(new Extent(3, 5)).hasToString("3×5");
  }
}
