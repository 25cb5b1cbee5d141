package org.dsd4j.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.OpenKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OnednnPaddedBatchNormsTest extends OpenKernels {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }

  @Test
  void aBatchGivesTheSameBitsHoweverFarItIsPadded() {
    Lengths lengths = Lengths.of(50, 20);
    Tensor near = random(1, 2, 50, 900);
    float[] values = near.toFloats();
    float[] spread = new float[2 * 80 * 900];
    System.arraycopy(values, 0, spread, 0, 50 * 900);
    System.arraycopy(values, 50 * 900, spread, 80 * 900, 20 * 900);
    Tensor far = tensor(Shape.of(2, 80, 900), spread);
    NormOperands ofNear = operands(near);
    NormOperands ofFar = operands(far);
    Tensor yOfNear = empty(2, 50, 900);
    Tensor yOfFar = empty(2, 80, 900);
    kernels.norms().batchNorm(lengths, ofNear, false, yOfNear);
    kernels.norms().batchNorm(lengths, ofFar, false, yOfFar);
    assertThat(ofFar.mean().toFloats()).isEqualTo(ofNear.mean().toFloats());
    assertThat(ofFar.variance().toFloats()).isEqualTo(ofNear.variance().toFloats());
    assertThat(Arrays.copyOf(yOfFar.toFloats(), 50 * 900))
        .isEqualTo(Arrays.copyOf(yOfNear.toFloats(), 50 * 900));
  }

  private NormOperands operands(Tensor x) {
    return new NormOperands(x, random(2, 900), random(3, 900), empty(900), empty(900), 1e-5);
  }

  @Test
  void batchNormsOfConstantsAreExactlyZero() {
    Tensor x = empty(2, 300, 900);
    kernels.memory().fill(x, 0.1);
    NormOperands o = new NormOperands(x, random(2, 900), empty(900), empty(900), empty(900), 1e-5);
    kernels.memory().fill(o.shift(), 0);
    Tensor y = empty(2, 300, 900);
    kernels.norms().batchNorm(Lengths.of(300, 257), o, false, y);
    assertThat(o.mean().toFloats()).containsOnly(0.1f);
    assertThat(o.variance().toFloats()).containsOnly(0);
    assertThat(Arrays.equals(y.toFloats(), new float[2 * 300 * 900])).isTrue();
  }
}
