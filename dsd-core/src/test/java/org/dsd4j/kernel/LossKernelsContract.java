package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link LossKernels} does at the edges. */
public abstract class LossKernelsContract extends OpenKernels {
  private double crossEntropy(
      CrossEntropy settings,
      Tensor logits,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor) {
    return kernels
        .losses()
        .softmaxCrossEntropy(settings, logits, Lengths.whole(), targets, gradient, factor)
        .mean();
  }

  @Test
  void crossEntropySkipsIgnoredRows() {
    Tensor logits = tensor(Shape.of(2, 2), 0, 0, NAN, NAN);
    logits.set(new float[] {0, 0, 50, -50});
    Tensor gradient = empty(2, 2);
    CrossEntropy settings = new CrossEntropy(0, List.of(), 9);
    double value = crossEntropy(settings, logits, vector(1, 9), gradient, 2);
    assertThat(value).isCloseTo(Math.log(2), within(1e-6));
    assertClose(gradient, 1, -1, 0, 0);
    value = crossEntropy(settings, logits, vector(9, 9), gradient, 2);
    assertThat(value).isZero();
    assertThat(gradient.toFloats()).containsOnly(0);
  }

  @Test
  void crossEntropyOfExtremeLogitsIsFinite() {
    Tensor logits = tensor(Shape.of(1, 3), 1e4f, -1e4f, 0);
    Tensor gradient = empty(1, 3);
    CrossEntropy settings = new CrossEntropy(0.3, List.of(), null);
    double value = crossEntropy(settings, logits, vector(0), gradient, 1);
    assertThat(value).isCloseTo(0.1 * 3e4, within(0.1));
    assertClose(gradient, 0.2, -0.1, -0.1);
  }

  @Test
  void crossEntropySkipsStepsThatAreNotReal() {
    Lengths lengths = Lengths.of(1, 2);
    CrossEntropy settings = new CrossEntropy(0, List.of(), null);
    Tensor labels = tensor(Shape.of(2, 2), 0, -1, 1, 0);
    Tensor probabilities = tensor(Shape.of(2, 2, 2), 1, 0, -1, -1, 0, 1, 1, 0);
    for (Tensor targets : List.of(labels, probabilities)) {
      Tensor logits = tensor(Shape.of(2, 2, 2), 0, 0, NAN, NAN, 0, 0, 0, 0);
      Tensor gradient = empty(2, 2, 2);
      LossKernels losses = kernels.losses();
      double value =
          losses.softmaxCrossEntropy(settings, logits, lengths, targets, gradient, 6).mean();
      assertThat(value).isCloseTo(Math.log(2), within(1e-6));
      assertClose(gradient, -1, 1, 0, 0, 1, -1, -1, 1);
      assertThat(losses.softmaxCrossEntropy(settings, logits, lengths, targets, null, 6).mean())
          .isEqualTo(value);
    }
  }

  @Test
  void aFactorOfZeroMakesTheGradientZero() {
    Tensor logits = tensor(Shape.of(2, 2), 1, 2, 3, 5);
    Tensor gradient = empty(2, 2);
    CrossEntropy settings = new CrossEntropy(0.1, List.of(), 1);
    double value = crossEntropy(settings, logits, vector(0, 1), gradient, 0);
    assertClose(gradient, 0, 0, 0, 0);
    assertThat(value).isEqualTo(crossEntropy(settings, logits, vector(0, 1), null, 1));
  }

  @Test
  void crossEntropyWithoutGradientHoldsNoMoreForOtherShapes() {
    CrossEntropy settings = new CrossEntropy(0, List.of(), null);
    long held = 0;
    for (int rows = 8; rows > 0; rows--) {
      Tensor logits = random(rows, rows, 5);
      Tensor labels = vector(new float[rows]);
      crossEntropy(settings, logits, labels, null, 1);
      memory.release(logits);
      memory.release(labels);
      held = rows == 8 ? memory.bytesHeld() : held;
      assertThat(memory.bytesHeld()).as("after %d rows", rows).isLessThanOrEqualTo(held);
    }
  }
}
