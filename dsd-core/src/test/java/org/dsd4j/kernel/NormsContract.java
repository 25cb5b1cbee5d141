package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.kernel.Norms.LocalResponse;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Norms} does at the edges, beside the fixtures' values. */
public abstract class NormsContract extends OpenKernels {
  private NormOperands operands(Tensor x, int statistics) {
    int channels = x.shape().last();
    Tensor scale = memory.allocate(ElementType.FLOAT32, Shape.of(channels));
    memory.fill(scale, 1);
    Tensor shift = memory.allocate(ElementType.FLOAT32, Shape.of(channels));
    return new NormOperands(x, scale, shift, empty(statistics), empty(statistics), 1e-5);
  }

  @Test
  void constantsAreNormalisedToZero() {
    Tensor x = tensor(Shape.of(3, 2), 7, -1e4f, 7, -1e4f, 7, -1e4f);
    NormOperands o = operands(x, 2);
    Tensor y = empty(3, 2);
    kernels.norms().batchNorm(Lengths.whole(), o, false, y);
    assertThat(y.toFloats()).containsOnly(0);
    assertClose(o.mean(), 7, -1e4);
    assertThat(o.variance().toFloats()).containsOnly(0);
    Tensor gradX = empty(3, 2);
    kernels
        .norms()
        .batchNormBackward(
            Lengths.whole(), o, null, random(1, 3, 2), new NormGradients(gradX, null, null));
    assertThat(memory.allFinite(gradX)).isTrue();
    NormOperands rows = operands(tensor(Shape.of(2, 1), 5, 6), 2);
    Tensor single = empty(2, 1);
    kernels.norms().layerNorm(rows, single);
    assertThat(single.toFloats()).containsOnly(0);
  }

  @Test
  void squareInputsAreNormalisedAlongTheRightAxis() {
    Tensor x = tensor(Shape.of(2, 2), 1, 10, 3, 30);
    Tensor y = empty(2, 2);
    NormOperands columns = operands(x, 2);
    kernels.norms().batchNorm(Lengths.whole(), columns, false, y);
    assertClose(columns.mean(), 2, 20);
    assertClose(columns.variance(), 1, 100);
    NormOperands rows = operands(x, 2);
    kernels.norms().layerNorm(rows, y);
    assertClose(rows.mean(), 5.5, 16.5);
    assertClose(rows.variance(), 20.25, 182.25);
  }

  @Test
  void aRectifiedBatchNormIsABatchNormAndARelu() {
    for (Shape shape : List.of(Shape.of(12, 5), Shape.of(2, 3, 2, 5))) {
      Tensor x = tensor(shape, Numbers.floats(Numbers.normal(60, 1)));
      Tensor gradY = tensor(shape, Numbers.floats(Numbers.normal(60, 2)));
      NormOperands o = new NormOperands(x, random(3, 5), random(4, 5), empty(5), empty(5), 1e-5);
      Results expected = new Results(shape);
      Norms norm = kernels.norms();
      norm.batchNorm(Lengths.whole(), o, false, expected.y);
      Tensor gradThrough = tensor(shape, gradY.toFloats());
      Activation relu = Activation.of(Activation.Kind.RELU);
      kernels.elementwise().activation(relu, expected.y, expected.y);
      kernels.elementwise().activationBackward(relu, x, expected.y, gradY, gradThrough);
      norm.batchNormBackward(Lengths.whole(), o, null, gradThrough, expected.gradients());
      Results actual = new Results(shape);
      for (int round = 0; round < 2; round++) {
        norm.batchNorm(Lengths.whole(), o, true, actual.y);
        norm.batchNormBackward(Lengths.whole(), o, actual.y, gradY, actual.gradients());
        assertClose(actual.y, Numbers.get(expected.y));
        assertClose(actual.gradX, Numbers.get(expected.gradX));
        assertClose(actual.gradScale, Numbers.get(expected.gradScale));
        assertClose(actual.gradShift, Numbers.get(expected.gradShift));
      }
    }
  }

  /** What a batch norm of five channels writes. */
  private final class Results {
    private final Tensor y;
    private final Tensor gradX;
    private final Tensor gradScale = empty(5);
    private final Tensor gradShift = empty(5);

    Results(Shape shape) {
      y = memory.allocate(ElementType.FLOAT32, shape);
      gradX = memory.allocate(ElementType.FLOAT32, shape);
    }

    NormGradients gradients() {
      return new NormGradients(gradX, gradScale, gradShift);
    }
  }

  @Test
  void rectifiedBatchNormsIntoTheSameTensorFollowTheLatestForwardCall() {
    Tensor y = empty(2, 1);
    Tensor gradY = tensor(Shape.of(2, 1), 1, 3);
    NormOperands rising = operands(tensor(Shape.of(2, 1), 1, 2), 1);
    NormOperands falling = operands(tensor(Shape.of(2, 1), 2, 1), 1);
    NormGradients gradients = new NormGradients(empty(2, 1), empty(1), empty(1));
    for (int round = 0; round < 2; round++) {
      kernels.norms().batchNorm(Lengths.whole(), rising, true, y);
      kernels.norms().batchNormBackward(Lengths.whole(), rising, y, gradY, gradients);
      assertClose(gradients.shift(), 3);
      kernels.norms().batchNorm(Lengths.whole(), falling, true, y);
      kernels.norms().batchNormBackward(Lengths.whole(), falling, y, gradY, gradients);
      assertClose(gradients.shift(), 1);
    }
  }

  @Test
  void aLocalResponseOutlivesItsOutput() {
    LocalResponse settings = new LocalResponse(5, 0.5, 0.75, 1);
    Tensor x = random(1, 1, 2, 2, 32);
    Tensor gradY = random(2, 1, 2, 2, 32);
    Tensor gradX = empty(1, 2, 2, 32);
    float[] first = null;
    for (int round = 0; round < 3; round++) {
      Tensor y = empty(1, 2, 2, 32);
      kernels.norms().localResponse(settings, x, y);
      kernels.norms().localResponseBackward(settings, x, gradY, gradX);
      first = first == null ? gradX.toFloats() : first;
      assertThat(gradX.toFloats()).isEqualTo(first);
      memory.release(y);
      // Whoever gets that memory next fills it with something else.
      Tensor other = empty(1, 2, 2, 4096);
      memory.release(other);
    }
  }

  @Test
  void aLocalResponseWindowMayBeWiderThanTheImageHasChannels() {
    Tensor x = tensor(Shape.of(1, 1, 1, 2), 1, 2);
    Tensor y = empty(1, 1, 1, 2);
    kernels.norms().localResponse(new LocalResponse(9, 9, 1, 1), x, y);
    assertClose(y, 1.0 / 6, 2.0 / 6);
    // Of two channels the window holds the one before, not the one after.
    kernels.norms().localResponse(new LocalResponse(2, 2, 1, 1), x, y);
    assertClose(y, 1.0 / 2, 2.0 / 6);
  }
}
