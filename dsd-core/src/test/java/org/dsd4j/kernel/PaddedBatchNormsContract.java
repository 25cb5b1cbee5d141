package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** Batch normalisations of padded batches, against what they are on dense rows. */
public abstract class PaddedBatchNormsContract extends SequencesFixture {
  private static List<Shape> batches() {
    return List.of(
        Shape.of(3, 5, 2), Shape.of(4, 60, 700), Shape.of(4, 40, 9, 32), Shape.of(3, 70, 1500));
  }

  private static Lengths lengths(Shape batch) {
    int extent = batch.extent(1);
    return batch.extent(0) == 3
        ? Lengths.of(extent / 2, extent, 1)
        : Lengths.of(extent / 2, extent, 3, extent - 1);
  }

  /** What a batch norm reads and writes. */
  private final class Norm {
    private final NormOperands operands;
    private final Tensor y;
    private final Tensor gradY;
    private final NormGradients gradients;

    Norm(Tensor x, Tensor gradY) {
      int channels = x.shape().last();
      Tensor mean = random(9, channels);
      Tensor variance = empty(channels);
      memory.fill(variance, 1.5);
      this.operands =
          new NormOperands(x, random(7, channels), random(8, channels), mean, variance, 1e-5);
      this.gradY = gradY;
      this.y = memory.allocate(x.type(), x.shape());
      this.gradients =
          new NormGradients(memory.allocate(x.type(), x.shape()), empty(channels), empty(channels));
    }

    List<Tensor> ofChannels() {
      return List.of(operands.mean(), operands.variance(), gradients.scale(), gradients.shift());
    }
  }

  @Test
  void batchNormsAreThoseOfRealRowsAlone() {
    for (Shape shape : batches()) {
      Lengths lengths = lengths(shape);
      Tensor x = memory.allocate(ElementType.FLOAT32, shape);
      x.set(Numbers.floats(Numbers.normal((int) shape.elements(), 1)));
      Tensor gradY = memory.allocate(ElementType.FLOAT32, shape);
      gradY.set(Numbers.floats(Numbers.normal((int) shape.elements(), 2)));
      Norm padded = new Norm(x, gradY);
      Norm dense = new Norm(packed(x, lengths), packed(gradY, lengths));
      Norms norms = kernels.norms();
      norms.batchNormInference(lengths, padded.operands, false, padded.y);
      norms.batchNormInference(Lengths.whole(), dense.operands, false, dense.y);
      norms.batchNormInferenceBackward(lengths, padded.operands, padded.gradY, padded.gradients);
      norms.batchNormInferenceBackward(
          Lengths.whole(), dense.operands, dense.gradY, dense.gradients);
      compare(shape, lengths, padded, dense);
      norms.batchNorm(lengths, padded.operands, false, padded.y);
      norms.batchNorm(Lengths.whole(), dense.operands, false, dense.y);
      norms.batchNormBackward(lengths, padded.operands, null, padded.gradY, padded.gradients);
      norms.batchNormBackward(Lengths.whole(), dense.operands, null, dense.gradY, dense.gradients);
      compare(shape, lengths, padded, dense);
    }
  }

  @Test
  void aRectifiedBatchNormIsABatchNormAndARelu() {
    Activation relu = Activation.of(Activation.Kind.RELU);
    Norms norms = kernels.norms();
    for (Shape shape : batches()) {
      Lengths lengths = lengths(shape);
      Tensor x = tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), 1)));
      Tensor gradY = tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), 2)));
      Tensor gradThrough = memory.allocate(ElementType.FLOAT32, shape);
      Norm two = new Norm(x, gradThrough);
      Norm one = new Norm(x, gradY);
      norms.batchNormInference(lengths, two.operands, false, two.y);
      kernels.elementwise().activation(relu, two.y, two.y);
      norms.batchNormInference(lengths, one.operands, true, one.y);
      assertClose("inference", one.y.toFloats(), two.y.toFloats(), 1e-6);
      norms.batchNorm(lengths, two.operands, false, two.y);
      kernels.elementwise().activation(relu, two.y, two.y);
      kernels.elementwise().activationBackward(relu, two.y, two.y, gradY, gradThrough);
      norms.batchNormBackward(lengths, two.operands, null, gradThrough, two.gradients);
      norms.batchNorm(lengths, one.operands, true, one.y);
      norms.batchNormBackward(lengths, one.operands, one.y, gradY, one.gradients);
      assertClose("y", one.y.toFloats(), two.y.toFloats(), 1e-6);
      for (int i = 0; i < one.ofChannels().size(); i++) {
        float[] expected = two.ofChannels().get(i).toFloats();
        assertClose("vector " + i, one.ofChannels().get(i).toFloats(), expected, 1e-4);
      }
      float[] gradient = two.gradients.x().toFloats();
      assertClose("gradient", one.gradients.x().toFloats(), gradient, 1e-6);
    }
  }

  private static void compare(Shape shape, Lengths lengths, Norm padded, Norm dense) {
    for (int i = 0; i < dense.ofChannels().size(); i++) {
      float[] expected = dense.ofChannels().get(i).toFloats();
      float[] actual = padded.ofChannels().get(i).toFloats();
      // Sums over thousands of rows.
      assertClose(String.format(Locale.ROOT, "vector %d of %s", i, shape), actual, expected, 1e-3);
    }
    assertClose("y of " + shape, rows(padded.y, lengths), dense.y.toFloats(), 1e-4);
    float[] gradient = rows(padded.gradients.x(), lengths);
    assertClose("gradient of " + shape, gradient, dense.gradients.x().toFloats(), 1e-4);
  }

  private Tensor packed(Tensor batch, Lengths lengths) {
    float[] rows = real(batch, lengths);
    int channels = batch.shape().last();
    return tensor(Shape.of(rows.length / channels, channels), rows);
  }

  /** The values of real steps, after a look at all others, which are 0. */
  private static float[] rows(Tensor batch, Lengths lengths) {
    float[] real = real(batch, lengths);
    int zeros = 0;
    for (float value : batch.toFloats()) {
      zeros += value == 0 ? 1 : 0;
    }
    assertThat(zeros).isGreaterThanOrEqualTo((int) batch.shape().elements() - real.length);
    return real;
  }

  private static float[] real(Tensor batch, Lengths lengths) {
    Shape shape = batch.shape();
    int extent = shape.extent(1);
    int step = (int) (shape.elements() / shape.extent(0) / extent);
    float[] all = batch.toFloats();
    float[] real = new float[(int) lengths.total(shape.extent(0), extent) * step];
    int next = 0;
    for (int sample = 0; sample < shape.extent(0); sample++) {
      int length = lengths.steps(sample, extent) * step;
      System.arraycopy(all, sample * extent * step, real, next, length);
      next += length;
    }
    return real;
  }

  @Test
  void batchNormsOfConstantsAreZeroAndThoseFarFromZeroExact() {
    Tensor x = empty(2, 40, 3);
    memory.fill(x, 7);
    Norm constant = new Norm(x, random(1, 2, 40, 3));
    memory.fill(constant.operands.shift(), 0);
    Lengths lengths = Lengths.of(40, 33);
    kernels.norms().batchNorm(lengths, constant.operands, false, constant.y);
    assertThat(constant.operands.variance().toFloats()).containsOnly(0);
    assertThat(constant.y.toFloats()).containsOnly(0);
    float[] far = new float[2 * 40 * 3];
    for (int i = 0; i < far.length; i++) {
      far[i] = i / 3 % 2 == 0 ? 10_001 : 9_999;
    }
    Norm distant = new Norm(tensor(Shape.of(2, 40, 3), far), random(1, 2, 40, 3));
    memory.fill(distant.operands.scale(), 1);
    memory.fill(distant.operands.shift(), 0);
    kernels.norms().batchNorm(Lengths.of(40, 32), distant.operands, false, distant.y);
    float[] y = distant.y.toFloats();
    assertThat(y[0]).isCloseTo(1, within(1e-4f));
    assertThat(y[3]).isCloseTo(-1, within(1e-4f));
    assertThat(y[y.length - 1]).isZero();
  }

  @Test
  void theSameBitsOnAnyNumberOfThreads() throws Exception {
    for (Shape shape : batches()) {
      Norm norm =
          new Norm(
              tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), 1))),
              tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), 2))));
      List<float[]> expected = null;
      for (int threads : new int[] {1, 3}) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
          List<float[]> results = pool.submit(() -> bits(norm, lengths(shape))).get();
          expected = expected == null ? results : expected;
          for (int i = 0; i < results.size(); i++) {
            assertThat(Arrays.equals(results.get(i), expected.get(i))).as("%d", i).isTrue();
          }
        } finally {
          pool.shutdown();
        }
      }
    }
  }

  private List<float[]> bits(Norm norm, Lengths lengths) {
    kernels.norms().batchNorm(lengths, norm.operands, false, norm.y);
    kernels.norms().batchNormBackward(lengths, norm.operands, null, norm.gradY, norm.gradients);
    return List.of(
        norm.operands.mean().toFloats(),
        norm.operands.variance().toFloats(),
        norm.y.toFloats(),
        norm.gradients.x().toFloats(),
        norm.gradients.scale().toFloats(),
        norm.gradients.shift().toFloats());
  }
}
