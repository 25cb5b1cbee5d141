package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link LossKernels} does at the edges. */
public abstract class LossKernelsContract extends OpenKernels {
  @Test
  void crossEntropySkipsIgnoredRows() {
    Tensor logits = tensor(Shape.of(2, 2), 0, 0, NAN, NAN);
    logits.set(new float[] {0, 0, 50, -50});
    Tensor gradient = empty(2, 2);
    CrossEntropy settings = new CrossEntropy(0, List.of(), 9);
    double value =
        kernels.losses().softmaxCrossEntropy(settings, logits, vector(1, 9), gradient, 2);
    assertThat(value).isCloseTo(Math.log(2), within(1e-6));
    assertClose(gradient, 1, -1, 0, 0);
    value = kernels.losses().softmaxCrossEntropy(settings, logits, vector(9, 9), gradient, 2);
    assertThat(value).isZero();
    assertThat(gradient.toFloats()).containsOnly(0);
  }

  @Test
  void crossEntropyOfExtremeLogitsIsFinite() {
    Tensor logits = tensor(Shape.of(1, 3), 1e4f, -1e4f, 0);
    Tensor gradient = empty(1, 3);
    CrossEntropy settings = new CrossEntropy(0.3, List.of(), null);
    double value = kernels.losses().softmaxCrossEntropy(settings, logits, vector(0), gradient, 1);
    assertThat(value).isCloseTo(0.1 * 3e4, within(0.1));
    assertClose(gradient, 0.2, -0.1, -0.1);
  }
}
