package org.dsd4j.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.OpenKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OnednnEmbeddingsTest extends OpenKernels {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }

  @Test
  void refusesIndicesThatBfloat16HasRounded() {
    Tensor indices = kernels.memory().allocate(ElementType.BFLOAT16, Shape.of(1, 2));
    indices.set(new float[] {256, 1});
    Tensor y = empty(1, 2, 3);
    assertThatThrownBy(
            () -> kernels.sequences().embedding(Lengths.whole(), indices, random(1, 257, 3), y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 256 rows")
        .hasMessageContaining("received 257");
    Tensor weight = random(1, 256, 3);
    indices.set(new float[] {255, 1});
    kernels.sequences().embedding(Lengths.whole(), indices, weight, y);
    assertThat(y.toFloats()).startsWith(Arrays.copyOfRange(weight.toFloats(), 255 * 3, 256 * 3));
  }
}
