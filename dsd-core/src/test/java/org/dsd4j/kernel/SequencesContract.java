package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.dsd4j.kernel.Normalization.NormGradients;
import org.dsd4j.kernel.Normalization.NormOperands;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on padded batches, against plain loops and against what they are on dense rows. */
public abstract class SequencesContract {
  private static final float NAN = Float.NaN;

  /** The kernels of the running test. */
  protected Kernels kernels;

  private Memory memory;
  private Sequences sequences;

  /** New kernels, which the tests close. */
  protected abstract Kernels open();

  @BeforeEach
  void openKernels() {
    kernels = open();
    memory = kernels.memory();
    sequences = kernels.sequences();
  }

  @AfterEach
  void closeKernels() {
    kernels.close();
    assertThat(memory.bytesHeld()).isZero();
  }

  /** A tensor of these numbers. */
  protected Tensor tensor(Shape shape, float... values) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, shape);
    tensor.set(values);
    return tensor;
  }

  /** A tensor of NaN, for results. */
  protected Tensor empty(int... extents) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(extents));
    memory.fill(tensor, NAN);
    return tensor;
  }

  /** A tensor of normally distributed numbers. */
  protected Tensor random(long seed, int... extents) {
    Shape shape = Shape.of(extents);
    return tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), seed)));
  }

  private static void assertClose(String what, Tensor actual, float[] expected) {
    assertClose(what, actual.toFloats(), expected, 3e-5);
  }

  /** AssertJ takes half a minute for as many numbers as these tests compare. */
  private static void assertClose(String what, float[] actual, float[] expected, double off) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs((double) actual[i] - expected[i]) <= off)) {
        throw new AssertionError(
            "%s, element %d: expected %s, received %s".formatted(what, i, expected[i], actual[i]));
      }
    }
  }

  // Embedding.

  @Test
  void looksUpRowsAndAddsTheirGradientsInOrder() {
    Tensor indices = tensor(Shape.of(2, 3), 2, 0, 2, -1, 2, NAN);
    Tensor weight = tensor(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    Tensor y = empty(2, 3, 2);
    Lengths lengths = Lengths.of(3, 2);
    sequences.embedding(lengths, indices, weight, y);
    assertThat(y.toFloats()).containsExactly(5, 6, 1, 2, 5, 6, 0, 0, 5, 6, 0, 0);
    Tensor gradY = tensor(Shape.of(2, 3, 2), 1e8f, 1, 2, 3, -1e8f, 1, NAN, 7, 5, 1, NAN, NAN);
    Tensor gradWeight = empty(3, 2);
    sequences.embeddingBackward(lengths, indices, gradY, gradWeight);
    // In another order, the small number would be lost beside the large ones.
    assertThat(gradWeight.toFloats()).containsExactly(2, 3, 0, 0, 5, 3);
  }

  @Test
  void looksUpOneRowForEachSample() {
    Tensor y = empty(3, 2);
    Tensor weight = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    sequences.embedding(Lengths.whole(), tensor(Shape.of(3), 1, -1, 0), weight, y);
    assertThat(y.toFloats()).containsExactly(3, 4, 0, 0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(floats = {3, -2, 1.5f, NAN, 1e20f})
  void refusesIndicesOfNoRow(float index) {
    Tensor indices = tensor(Shape.of(2, 2), 0, 1, 2, index);
    Tensor weight = tensor(Shape.of(3, 1), 1, 2, 3);
    Tensor y = empty(2, 2, 1);
    assertThatThrownBy(() -> sequences.embedding(Lengths.whole(), indices, weight, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index 1 of sample 1")
        .hasMessageContaining("from 0 to 2, or -1 for none")
        .hasMessageContaining("received " + index);
    assertThat(y.toFloats()).containsOnly(NAN);
    sequences.embedding(Lengths.of(2, 1), indices, weight, y);
    assertThat(y.toFloats()).containsExactly(1, 2, 3, 0);
  }

  @Test
  void addsManyGradientsOfManyWords() {
    int positions = 3000;
    int words = 700;
    int size = 40;
    double[] numbers = Numbers.uniform(positions, -1, words, 5);
    float[] values = new float[positions];
    for (int i = 0; i < positions; i++) {
      values[i] = (float) Math.floor(numbers[i]);
    }
    Tensor indices = tensor(Shape.of(3, positions / 3), values);
    Tensor gradY = random(6, 3, positions / 3, size);
    Tensor gradWeight = empty(words, size);
    sequences.embeddingBackward(Lengths.whole(), indices, gradY, gradWeight);
    float[] expected = new float[words * size];
    float[] gradients = gradY.toFloats();
    for (int i = 0; i < positions; i++) {
      for (int e = 0; e < size && values[i] >= 0; e++) {
        expected[(int) values[i] * size + e] += gradients[i * size + e];
      }
    }
    assertClose("gradient", gradWeight, expected);
    Tensor y = empty(3, positions / 3, size);
    sequences.embedding(Lengths.whole(), indices, gradWeight, y);
    float[] looked = new float[positions * size];
    for (int i = 0; i < looked.length; i++) {
      int word = (int) values[i / size];
      looked[i] = word < 0 ? 0 : expected[word * size + i % size];
    }
    assertClose("y", y, looked);
  }

  // Masks and copies.

  @Test
  void masksInPlaceAndElsewhere() {
    Tensor x = tensor(Shape.of(2, 2, 2), 1, 2, NAN, NAN, 3, 4, 5, 6);
    Tensor y = empty(2, 2, 2);
    sequences.mask(Lengths.of(1, 2), x, y);
    assertThat(y.toFloats()).containsExactly(1, 2, 0, 0, 3, 4, 5, 6);
    assertThat(x.toFloats()[2]).isNaN();
    sequences.mask(Lengths.of(1, 2), x, x);
    assertThat(x.toFloats()).containsExactly(y.toFloats());
    Tensor large = random(1, 5, 300, 70);
    Tensor copy = empty(5, 300, 70);
    sequences.mask(Lengths.whole(), large, copy);
    assertThat(copy.toFloats()).isEqualTo(large.toFloats());
  }

  @Test
  void prependsAndTakesApart() {
    Lengths lengths = Lengths.of(1, 2);
    Tensor whole = empty(2, 3, 2);
    Tensor first = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor rest = tensor(Shape.of(2, 2, 2), 5, 6, NAN, NAN, 7, 8, 9, 10);
    sequences.prepend(lengths, first, rest, whole);
    assertThat(whole.toFloats()).containsExactly(1, 2, 5, 6, 0, 0, 3, 4, 7, 8, 9, 10);
    Tensor gradFirst = empty(2, 2);
    Tensor gradRest = empty(2, 2, 2);
    memory.copy(tensor(Shape.of(12), 1, 2, 5, 6, NAN, NAN, 3, 4, 7, 8, 9, 10), whole);
    sequences.prependBackward(lengths, whole, gradFirst, null);
    sequences.prependBackward(lengths, whole, null, gradRest);
    assertThat(gradFirst.toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(gradRest.toFloats()).containsExactly(5, 6, 0, 0, 7, 8, 9, 10);
  }

  @Test
  void scalesAllStepsAlike() {
    Tensor x = random(1, 2, 150, 300);
    Tensor factors = random(2, 2, 300);
    Tensor y = empty(2, 150, 300);
    sequences.scaleSteps(x, factors, y);
    float[] expected = x.toFloats();
    float[] f = factors.toFloats();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= f[i / (150 * 300) * 300 + i % 300];
    }
    assertThat(y.toFloats()).isEqualTo(expected);
  }

  @Test
  void windowsAreNeighboursJoined() {
    Lengths lengths = Lengths.of(6, 3, 1);
    int before = 2;
    Tensor x = random(3, 3, 6, 4);
    Tensor y = empty(3, 6, 20);
    sequences.window(lengths, before, x, y);
    Tensor gradY = random(4, 3, 6, 20);
    Tensor gradX = empty(3, 6, 4);
    sequences.windowBackward(lengths, before, gradY, gradX);
    float[] in = x.toFloats();
    float[] g = gradY.toFloats();
    float[] expected = new float[3 * 6 * 20];
    float[] gradient = new float[in.length];
    for (int i = 0; i < expected.length; i++) {
      int sample = i / 120;
      int t = i / 20 % 6;
      int source = t - before + i % 20 / 4;
      int length = lengths.steps(sample, 6);
      if (t < length && source >= 0 && source < length) {
        expected[i] = in[(sample * 6 + source) * 4 + i % 4];
        gradient[(sample * 6 + source) * 4 + i % 4] += g[i];
      }
    }
    assertThat(y.toFloats()).isEqualTo(expected);
    assertClose("gradient", gradX, gradient);
  }

  // Row convolution.

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 25})
  void rowConvolutionsAreSumsOverWhatComes(int window) {
    int extent = 20;
    int features = 300;
    Lengths lengths = Lengths.of(20, 7, 1, 13);
    Tensor x = random(1, 4, extent, features);
    Tensor weight = random(2, features, window);
    Tensor gradY = random(3, 4, extent, features);
    Tensor y = empty(4, extent, features);
    Tensor gradX = empty(4, extent, features);
    Tensor gradWeight = empty(features, window);
    sequences.rowConvolution(lengths, x, weight, y);
    sequences.rowConvolutionBackward(
        lengths, x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
    float[] in = x.toFloats();
    float[] w = weight.toFloats();
    float[] g = gradY.toFloats();
    float[] expected = new float[in.length];
    float[] ofX = new float[in.length];
    float[] ofWeight = new float[w.length];
    for (int i = 0; i < in.length; i++) {
      int t = i / features % extent;
      int length = lengths.steps(i / features / extent, extent);
      for (int j = 0; t < length && j < window && t + j < length; j++) {
        int source = i + j * features;
        int tap = i % features * window + j;
        expected[i] += w[tap] * in[source];
        ofX[source] += w[tap] * g[i];
        ofWeight[tap] += g[i] * in[source];
      }
    }
    assertClose("y", y, expected);
    assertClose("gradient of x", gradX, ofX);
    assertClose("gradient of weight", gradWeight, ofWeight);
  }

  // Batch normalisation.

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
      Normalization plain = kernels.normalization();
      sequences.batchNormInference(lengths, padded.operands, padded.y);
      plain.batchNormInference(dense.operands, false, dense.y);
      sequences.batchNormInferenceBackward(
          lengths, padded.operands, padded.gradY, padded.gradients);
      plain.batchNormInferenceBackward(dense.operands, dense.gradY, dense.gradients);
      compare(shape, lengths, padded, dense);
      sequences.batchNorm(lengths, padded.operands, padded.y);
      plain.batchNorm(dense.operands, dense.y);
      sequences.batchNormBackward(lengths, padded.operands, padded.gradY, padded.gradients);
      plain.batchNormBackward(dense.operands, dense.gradY, dense.gradients);
      compare(shape, lengths, padded, dense);
    }
  }

  private static void compare(Shape shape, Lengths lengths, Norm padded, Norm dense) {
    for (int i = 0; i < dense.ofChannels().size(); i++) {
      float[] expected = dense.ofChannels().get(i).toFloats();
      float[] actual = padded.ofChannels().get(i).toFloats();
      // Sums over thousands of rows.
      assertClose("vector %d of %s".formatted(i, shape), actual, expected, 1e-3);
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
    sequences.batchNorm(lengths, constant.operands, constant.y);
    assertThat(constant.operands.variance().toFloats()).containsOnly(0);
    assertThat(constant.y.toFloats()).containsOnly(0);
    float[] far = new float[2 * 40 * 3];
    for (int i = 0; i < far.length; i++) {
      far[i] = i / 3 % 2 == 0 ? 10_001 : 9_999;
    }
    Norm distant = new Norm(tensor(Shape.of(2, 40, 3), far), random(1, 2, 40, 3));
    memory.fill(distant.operands.scale(), 1);
    memory.fill(distant.operands.shift(), 0);
    sequences.batchNorm(Lengths.of(40, 32), distant.operands, distant.y);
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
    sequences.batchNorm(lengths, norm.operands, norm.y);
    sequences.batchNormBackward(lengths, norm.operands, norm.gradY, norm.gradients);
    return List.of(
        norm.operands.mean().toFloats(),
        norm.operands.variance().toFloats(),
        norm.y.toFloats(),
        norm.gradients.x().toFloats(),
        norm.gradients.scale().toFloats(),
        norm.gradients.shift().toFloats());
  }

  @Test
  void refusesLengthsOfAnotherBatch() {
    Tensor x = random(1, 2, 3, 4);
    assertThatThrownBy(() -> sequences.mask(Lengths.of(3), x, x))
        .hasMessageContaining("one for each of 2 samples");
    assertThatThrownBy(() -> sequences.mask(Lengths.of(3, 4), x, x))
        .hasMessageContaining("at most the batch's 3 steps");
  }
}
