package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.kernel.Normalization.LocalResponse;
import org.dsd4j.kernel.Normalization.NormGradients;
import org.dsd4j.kernel.Normalization.NormOperands;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of kernels does beside the values of {@code KernelsFixtureContract}: at
 * the edges, and what their interfaces promise of memory and of results' bits. In single precision.
 */
public abstract class KernelsContract {
  private static final float NAN = Float.NaN;

  /** The kernels of the running test. */
  protected Kernels kernels;

  private Memory memory;

  /** New kernels, which the tests close. */
  protected abstract Kernels open();

  @BeforeEach
  void openKernels() {
    kernels = open();
    memory = kernels.memory();
  }

  @AfterEach
  void closeKernels() {
    kernels.close();
    assertThat(memory.bytesHeld()).isZero();
  }

  private Tensor empty(int... extents) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(extents));
    memory.fill(tensor, NAN);
    return tensor;
  }

  private Tensor tensor(Shape shape, float... values) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, shape);
    tensor.set(values);
    return tensor;
  }

  private Tensor vector(float... values) {
    return tensor(Shape.of(values.length), values);
  }

  private Tensor random(long seed, int... extents) {
    Shape shape = Shape.of(extents);
    return tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), seed)));
  }

  private static void assertClose(Tensor tensor, double... expected) {
    assertThat(tensor.toFloats()).containsExactly(Numbers.floats(expected), within(2e-5f));
  }

  // Memory.

  @Test
  void saysWhatItIs() {
    assertThat(kernels.name()).isNotBlank();
    assertThat(kernels.description()).isNotBlank();
  }

  @Test
  void memoryStartsAtZeroAndIsGivenBack() {
    long before = memory.bytesHeld();
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(3, 5));
    Tensor wide = memory.allocate(ElementType.FLOAT64, Shape.of(2));
    assertThat(tensor.toFloats()).containsOnly(0);
    assertThat(tensor.shape()).isEqualTo(Shape.of(3, 5));
    assertThat(wide.type()).isEqualTo(ElementType.FLOAT64);
    assertThat(memory.bytesHeld() - before).isEqualTo(3 * 5 * 4 + 2 * 8);
    memory.release(tensor);
    memory.release(tensor);
    memory.release(wide);
    assertThat(memory.bytesHeld()).isEqualTo(before);
  }

  @Test
  void aViewSharesItsSource() {
    Tensor source = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    long held = memory.bytesHeld();
    Tensor view = memory.view(source, Shape.of(3, 2));
    assertThat(view.shape()).isEqualTo(Shape.of(3, 2));
    memory.fill(view, 9);
    assertThat(source.toFloats()).containsOnly(9);
    memory.release(view);
    assertThat(memory.bytesHeld()).isEqualTo(held);
    source.set(new float[] {1, 2, 3, 4, 5, 6});
    assertThat(view.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> memory.view(source, Shape.of(7)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("6 elements");
  }

  @Test
  void aViewMayBeOfAPart() {
    Tensor source = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor part = memory.view(source, 2, Shape.of(3, 1));
    assertThat(part.toFloats()).containsExactly(3, 4, 5);
    Tensor within = memory.view(part, 1, Shape.of(2));
    memory.fill(within, 9);
    assertThat(source.toFloats()).containsExactly(1, 2, 3, 9, 9, 6);
    // Operations on parts leave the rest alone.
    kernels.elementwise().add(part, part, false, part);
    assertThat(source.toFloats()).containsExactly(1, 2, 6, 18, 18, 6);
    for (long offset : new long[] {-1, 4}) {
      assertThatThrownBy(() -> memory.view(source, offset, Shape.of(3)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("elements from number " + offset)
          .hasMessageContaining("for shape [2, 3]");
    }
  }

  @Test
  void tooLargeATensorSaysSoAndHarmsNothing() {
    Tensor tensor = vector(1, 2);
    long held = memory.bytesHeld();
    Shape huge = Shape.of(1 << 15, 1 << 15, 1 << 15);
    assertThatThrownBy(() -> memory.allocate(ElementType.FLOAT32, huge))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("FLOAT32 " + huge)
        .hasMessageContaining("140,737,488,355,328 bytes")
        .hasMessageContaining("take a smaller batch");
    assertThat(memory.bytesHeld()).isEqualTo(held);
    kernels.elementwise().add(tensor, tensor, false, tensor);
    assertThat(tensor.toFloats()).containsExactly(2, 4);
  }

  @Test
  void valuesCrossTheBorderAsCopies() {
    Tensor tensor = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    var copy = tensor.toArray();
    assertThat(copy.shape()).containsExactly(2, 2);
    copy.assign(7);
    assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4);
    tensor.set(copy.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE));
    assertThat(tensor.toFloats()).containsOnly(7);
    Tensor other = empty(4);
    memory.copy(tensor, other);
    memory.fill(tensor, 0);
    assertThat(other.toFloats()).containsOnly(7);
    assertThatThrownBy(() -> tensor.set(new float[3]))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 2]")
        .hasMessageContaining("received 3");
  }

  @Test
  void valuesCrossTheBorderInRuns() {
    for (ElementType type : ElementType.values()) {
      Tensor tensor = memory.allocate(type, Shape.of(3, 7));
      tensor.set(0, new float[] {1, 2, 3});
      FloatBuffer values = FloatBuffer.wrap(new float[] {9, 4, 5, 6, 9}, 1, 3);
      tensor.set(17, values);
      assertThat(values.position()).isEqualTo(4);
      FloatBuffer all = FloatBuffer.allocate(21);
      tensor.get(0, all);
      assertThat(all.hasRemaining()).isFalse();
      assertThat(all.array()).isEqualTo(tensor.toFloats()).startsWith(1, 2, 3, 0);
      FloatBuffer direct =
          ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      tensor.get(18, direct);
      assertThat(new float[] {direct.get(0), direct.get(1)}).containsExactly(5, 6);
      tensor.set(1, direct.flip());
      assertThat(tensor.toFloats()).startsWith(1, 5, 6, 0);
      for (long from : new long[] {-1, 20, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> tensor.set(from, new float[2]))
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("elements from number " + from);
        assertThatThrownBy(() -> tensor.get(from, FloatBuffer.allocate(2)))
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("received 2");
      }
      memory.release(tensor);
    }
  }

  @Test
  void longRunsCrossTheBorderWhole() {
    float[] values = Numbers.floats(Numbers.normal(3 << 19, 5));
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(values.length + 1));
    tensor.set(1, values);
    float[] read = new float[values.length];
    tensor.get(1, FloatBuffer.wrap(read));
    assertThat(read).isEqualTo(values);
    assertThat(tensor.toFloats()).startsWith(0, values[0]).endsWith(values[values.length - 1]);
  }

  @Test
  void findsWhatIsNotFinite() {
    float[] values = new float[1000];
    Arrays.fill(values, Float.MAX_VALUE);
    Tensor tensor = vector(values);
    assertThat(memory.allFinite(tensor)).isTrue();
    for (float bad : new float[] {NAN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] changed = values.clone();
      changed[777] = bad;
      tensor.set(changed);
      assertThat(memory.allFinite(tensor)).as("%s", bad).isFalse();
    }
  }

  // Elements.

  @Test
  void evaluatesEveryFunctionOfOneArgument() {
    Map<Expression.UnaryOperator, DoubleUnaryOperator> functions = new TreeMap<>();
    functions.put(Expression.UnaryOperator.SQUARE, x -> x * x);
    functions.put(Expression.UnaryOperator.SQRT, x -> Math.sqrt(x));
    functions.put(Expression.UnaryOperator.ABS, Math::abs);
    functions.put(Expression.UnaryOperator.EXP, Math::exp);
    functions.put(Expression.UnaryOperator.LOG1P, Math::log1p);
    functions.put(Expression.UnaryOperator.SIGMOID, x -> 1 / (1 + Math.exp(-x)));
    functions.put(Expression.UnaryOperator.TANH, Math::tanh);
    functions.put(Expression.UnaryOperator.STEP, x -> x > 0 ? 1 : 0);
    float[] values = {0, 1e-6f, 0.3f, 1, 2.5f, 9};
    Tensor x = vector(values);
    Tensor y = empty(values.length);
    functions.forEach(
        (operator, function) -> {
          kernels.elementwise().assign(y, new Expression.Unary(operator, Expression.of(x)));
          float[] results = y.toFloats();
          for (int i = 0; i < values.length; i++) {
            double expected = function.applyAsDouble(values[i]);
            assertThat((double) results[i])
                .as("%s of %s", operator, values[i])
                .isCloseTo(expected, within(1e-6 * Math.max(Math.abs(expected), 1e-7 / 1e-6)));
          }
        });
    kernels.elementwise().assign(y, Expression.of(x).erf());
    assertThat(y.toFloats()[3]).isCloseTo(0.8427008f, within(1e-6f));
    kernels.elementwise().assign(y, Expression.of(x).times(-1).step());
    assertThat(y.toFloats()).containsOnly(0);
  }

  @Test
  void evaluatesEveryFunctionOfTwoArgumentsWithTensorsAndNumbers() {
    Map<Expression.BinaryOperator, DoubleBinaryOperator> functions = new TreeMap<>();
    functions.put(Expression.BinaryOperator.PLUS, Double::sum);
    functions.put(Expression.BinaryOperator.MINUS, (a, b) -> a - b);
    functions.put(Expression.BinaryOperator.TIMES, (a, b) -> a * b);
    functions.put(Expression.BinaryOperator.OVER, (a, b) -> a / b);
    functions.put(Expression.BinaryOperator.MIN, Math::min);
    functions.put(Expression.BinaryOperator.MAX, Math::max);
    float[] a = {3, -2, 0.5f, 8};
    float[] b = {2, 5, -4, 8};
    Expression left = Expression.of(vector(a));
    Expression right = Expression.of(vector(b));
    Tensor y = empty(4);
    functions.forEach(
        (operator, f) -> {
          kernels.elementwise().assign(y, new Expression.Binary(operator, left, right));
          assertClose(y, apply(f, i -> a[i], i -> b[i]));
          Expression number = Expression.of(3.0);
          kernels.elementwise().assign(y, new Expression.Binary(operator, left, number));
          assertClose(y, apply(f, i -> a[i], i -> 3));
          kernels.elementwise().assign(y, new Expression.Binary(operator, number, right));
          assertClose(y, apply(f, i -> 3, i -> b[i]));
        });
  }

  private interface At {
    double get(int index);
  }

  private static double[] apply(DoubleBinaryOperator f, At left, At right) {
    double[] results = new double[4];
    for (int i = 0; i < 4; i++) {
      results[i] = f.applyAsDouble(left.get(i), right.get(i));
    }
    return results;
  }

  @Test
  void evaluatesDeepExpressionsThatReadTheirTarget() {
    Tensor a = vector(1, 2, 3);
    Tensor b = vector(4, 5, 6);
    Expression x = Expression.of(a);
    Expression y = Expression.of(b);
    // (a·b + b/a) − ((b − a)·(a + 2) − 1/(a·a)), into a.
    Expression deep =
        x.times(y)
            .plus(y.over(x))
            .minus(y.minus(x).times(x.plus(2)).minus(Expression.of(1).over(x.squared())));
    kernels.elementwise().assign(a, deep);
    assertClose(a, 8 - 9 + 1, 12.5 - 12 + 0.25, 20 - 15 + 1.0 / 9);
    kernels.elementwise().assign(b, Expression.of(2.5));
    assertClose(b, 2.5, 2.5, 2.5);
    kernels.elementwise().assign(b, Expression.of(a));
    assertThat(b.toFloats()).isEqualTo(a.toFloats());
    kernels.elementwise().assign(b, Expression.of(b).clamp(0, 1));
    assertClose(b, 0, 0.75, 1);
  }

  @Test
  void assignmentsFollowEachOther() {
    Tensor a = vector(1, 2);
    Tensor b = vector(10, 20);
    kernels
        .elementwise()
        .run(
            List.of(
                new Assignment(a, Expression.of(a).plus(1)),
                new Assignment(b, Expression.of(b).plus(Expression.of(a))),
                new Assignment(a, Expression.of(b).times(2))));
    assertClose(b, 12, 23);
    assertClose(a, 24, 46);
  }

  @Test
  void sumsInDoublePrecision() {
    float[] values = new float[100_001];
    Arrays.fill(values, 1);
    values[0] = 1 << 24;
    Tensor tensor = vector(values);
    assertThat(kernels.elementwise().sum(Expression.of(tensor))).isEqualTo((1 << 24) + 100_000.0);
    assertThat(kernels.elementwise().sum(Expression.of(tensor).times(0.5)))
        .isEqualTo((1 << 23) + 50_000.0);
  }

  @Test
  void addsRectifiedAndInPlace() {
    Elementwise elements = kernels.elementwise();
    Tensor a = vector(1, -2, 3);
    Tensor b = vector(-4, 1, 5);
    Tensor y = empty(3);
    elements.add(a, b, false, y);
    assertClose(y, -3, -1, 8);
    elements.add(a, b, true, y);
    assertClose(y, 0, 0, 8);
    elements.add(a, b, false, b);
    assertClose(b, -3, -1, 8);
    elements.add(a, b, true, a);
    assertClose(a, 0, 0, 11);
    elements.add(a, a, false, a);
    assertClose(a, 0, 0, 22);
  }

  @Test
  void activationsMayWorkInPlace() {
    Activation relu = Activation.of(Activation.Kind.RELU);
    Activation gelu = Activation.of(Activation.Kind.GELU);
    for (Activation f : List.of(relu, gelu)) {
      Tensor x = random(3, 4, 5);
      Tensor y = empty(4, 5);
      Tensor gradY = random(4, 4, 5);
      Tensor gradX = empty(4, 5);
      kernels.elementwise().activation(f, x, y);
      kernels.elementwise().activationBackward(f, x, y, gradY, gradX);
      kernels.elementwise().activationBackward(f, x, y, gradY, gradY);
      assertThat(gradY.toFloats()).isEqualTo(gradX.toFloats());
      kernels.elementwise().activation(f, x, x);
      assertThat(x.toFloats()).isEqualTo(y.toFloats());
    }
  }

  @Test
  void softmaxRowsAddUpToOneWhateverTheLogits() {
    Tensor x = tensor(Shape.of(3, 3), 1e4f, -1e4f, 0, 5, 5, 5, -3e38f, 3e38f, 0);
    Tensor y = empty(3, 3);
    kernels.elementwise().softmax(x, y);
    assertClose(y, 1, 0, 0, 1.0 / 3, 1.0 / 3, 1.0 / 3, 0, 1, 0);
    Tensor logits = tensor(Shape.of(1, 2), 200, 0);
    Tensor logs = empty(1, 2);
    kernels.elementwise().logSoftmax(logits, logs);
    assertClose(logs, 0, -200);
  }

  @Test
  void dropoutDependsOnItsSeedAlone() {
    Tensor mask = empty(300, 1000);
    kernels.elementwise().dropoutMask(0.25, 7, mask);
    float[] first = mask.toFloats();
    double sum = 0;
    for (float value : first) {
      assertThat(value == 0 || Math.abs(value - 4f / 3) < 1e-6).isTrue();
      sum += value;
    }
    assertThat(sum / first.length).isCloseTo(1, within(0.01));
    kernels.elementwise().dropoutMask(0.25, 8, mask);
    assertThat(mask.toFloats()).isNotEqualTo(first);
    kernels.elementwise().dropoutMask(0.25, 7, mask);
    assertThat(mask.toFloats()).isEqualTo(first);
    // Neighbouring seeds have little in common: two kept elements meet with probability 9/16.
    kernels.elementwise().dropoutMask(0.25, 8, mask);
    float[] other = mask.toFloats();
    int both = 0;
    for (int i = 0; i < other.length; i++) {
      both += first[i] != 0 && other[i] != 0 ? 1 : 0;
    }
    assertThat((double) both / other.length).isCloseTo(9.0 / 16, within(0.01));
  }

  // Products.

  @Test
  void linearTakesAnyNumberOfRows() {
    Tensor weight = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor bias = vector(10, 20);
    Tensor one = empty(1, 2);
    kernels.products().linear(tensor(Shape.of(1, 3), 1, 1, 1), weight, Epilogue.bias(bias), one);
    assertClose(one, 16, 35);
    Tensor many = empty(2, 1, 2);
    kernels
        .products()
        .linear(tensor(Shape.of(2, 1, 3), 1, 0, 0, 0, 0, 1), weight, Epilogue.NONE, many);
    assertClose(many, 1, 4, 3, 6);
  }

  @Test
  void linearGradientsOfSquareMatrices() {
    Tensor x = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor weight = tensor(Shape.of(2, 2), 5, 6, 7, 8);
    Tensor gradY = tensor(Shape.of(2, 2), 1, 10, 100, 1000);
    Tensor gradX = empty(2, 2);
    Tensor gradWeight = empty(2, 2);
    Tensor gradBias = empty(2);
    kernels
        .products()
        .linearBackward(x, weight, gradY, new ProductGradients(gradX, gradWeight, gradBias));
    assertClose(gradX, 75, 86, 7500, 8600);
    assertClose(gradWeight, 301, 402, 3010, 4020);
    assertClose(gradBias, 101, 1010);
  }

  @Test
  void biasIsOneForEachChannel() {
    Tensor y = tensor(Shape.of(1, 2, 1, 2), 1, 2, 3, 4);
    kernels.products().addBias(y, vector(10, 20));
    assertClose(y, 11, 22, 13, 24);
    Tensor square = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    kernels.products().addBias(square, vector(10, 20));
    assertClose(square, 11, 22, 13, 24);
  }

  private static Convolution convolution(int kernel, int stride, int padding) {
    return new Convolution(
        Extent.square(kernel), Extent.square(stride), Extent.square(padding), Extent.square(1), 1);
  }

  @Test
  void pixelsThatNoWindowReadsHaveNoGradient() {
    Tensor x = random(1, 1, 4, 4, 1);
    Tensor weight = tensor(Shape.of(1, 1, 1, 1), 2);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    Tensor gradX = empty(1, 4, 4, 1);
    Tensor gradWeight = empty(1, 1, 1, 1);
    kernels
        .products()
        .convolutionBackward(
            convolution(1, 2, 0), x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
    assertClose(gradX, 2, 0, 4, 0, 0, 0, 0, 0, 6, 0, 8, 0, 0, 0, 0, 0);
    float[] v = x.toFloats();
    assertClose(gradWeight, v[0] + 2 * v[2] + 3 * v[8] + 4 * v[10]);
  }

  @Test
  void convolutionIsACrossCorrelation() {
    Tensor x = tensor(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    Tensor weight = tensor(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
    Tensor y = empty(1, 1, 1, 1);
    kernels.products().convolution(convolution(2, 1, 0), x, weight, Epilogue.bias(vector(0.5f)), y);
    assertClose(y, 4321.5);
    Tensor padded = empty(1, 3, 3, 1);
    kernels.products().convolution(convolution(2, 1, 1), x, weight, Epilogue.NONE, padded);
    assertClose(padded, 1000, 2100, 200, 3010, 4321, 402, 30, 43, 4);
  }

  @Test
  void theInputGradientDoesNotReadWhatItOverwrites() {
    Tensor gradY = tensor(Shape.of(1, 1, 1, 1), 3);
    Tensor weight = tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    Tensor gradX = empty(1, 2, 2, 1);
    kernels.products().convolutionInputGradient(convolution(2, 1, 0), gradY, weight, gradX);
    assertClose(gradX, 3, 6, 9, 12);
    kernels.products().convolutionInputGradient(convolution(2, 1, 0), gradY, weight, gradX);
    assertClose(gradX, 3, 6, 9, 12);
  }

  @Test
  void groupsDoNotMix() {
    Convolution grouped =
        new Convolution(Extent.square(1), Extent.square(1), Extent.square(0), Extent.square(1), 2);
    Tensor x = tensor(Shape.of(1, 1, 1, 4), 1, 2, 3, 4);
    Tensor weight = tensor(Shape.of(2, 2, 1, 1), 1, 10, 100, 1000);
    Tensor y = empty(1, 1, 1, 2);
    kernels.products().convolution(grouped, x, weight, Epilogue.bias(vector(0.5f, 0)), y);
    assertClose(y, 21.5, 4300);
    Tensor gradX = empty(1, 1, 1, 4);
    Tensor gradWeight = empty(2, 2, 1, 1);
    Tensor gradY = tensor(Shape.of(1, 1, 1, 2), 1, -1);
    kernels
        .products()
        .convolutionBackward(
            grouped, x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
    assertClose(gradX, 1, 10, -100, -1000);
    assertClose(gradWeight, 1, 2, -3, -4);
  }

  @Test
  void theSameCallsGiveTheSameBits() {
    Tensor x = random(1, 4, 16, 16, 8);
    Tensor weight = random(2, 16, 8, 3, 3);
    Tensor gradY = random(3, 4, 16, 16, 16);
    Tensor y = empty(4, 16, 16, 16);
    Tensor gradX = empty(4, 16, 16, 8);
    Tensor gradWeight = empty(16, 8, 3, 3);
    Tensor gradBias = empty(16);
    float[][] first = null;
    for (int round = 0; round < 3; round++) {
      kernels.products().convolution(convolution(3, 1, 1), x, weight, Epilogue.NONE, y);
      kernels
          .products()
          .convolutionBackward(
              convolution(3, 1, 1),
              x,
              weight,
              gradY,
              new ProductGradients(gradX, gradWeight, gradBias));
      float[][] results = {
        y.toFloats(), gradX.toFloats(), gradWeight.toFloats(), gradBias.toFloats()
      };
      if (first == null) {
        first = results;
      }
      for (int i = 0; i < results.length; i++) {
        assertThat(results[i]).isEqualTo(first[i]);
      }
    }
  }

  @Test
  void productsMayBeRectified() {
    Tensor x = random(1, 2, 5, 4, 3);
    Tensor weight = random(2, 6, 3, 3, 3);
    Tensor matrix = tensor(Shape.of(6, 3), Arrays.copyOf(weight.toFloats(), 18));
    Products products = kernels.products();
    for (Tensor bias : new Tensor[] {null, random(3, 6)}) {
      Tensor plain = empty(2, 5, 4, 6);
      Tensor rectified = empty(2, 5, 4, 6);
      products.convolution(convolution(3, 1, 1), x, weight, Epilogue.bias(bias), plain);
      products.convolution(convolution(3, 1, 1), x, weight, new Epilogue(bias, true), rectified);
      assertClose(rectified, rectified(plain));
      products.linear(x, matrix, Epilogue.bias(bias), plain);
      products.linear(x, matrix, new Epilogue(bias, true), rectified);
      assertClose(rectified, rectified(plain));
    }
  }

  private static double[] rectified(Tensor tensor) {
    return Arrays.stream(Numbers.get(tensor)).map(v -> Math.max(v, 0)).toArray();
  }

  @Test
  void shapesMayChangeFromCallToCall() {
    Tensor weight = random(1, 5, 3, 3, 3);
    Tensor images = random(2, 3, 6, 6, 3);
    Tensor all = empty(3, 6, 6, 5);
    kernels.products().convolution(convolution(3, 1, 1), images, weight, Epilogue.NONE, all);
    float[] expected = all.toFloats();
    for (int round = 0; round < 3; round++) {
      for (int batch : new int[] {1, 3, 2}) {
        Tensor some = memory.view(images, 0, Shape.of(batch, 6, 6, 3));
        Tensor y = empty(batch, 6, 6, 5);
        kernels.products().convolution(convolution(3, 1, 1), some, weight, Epilogue.NONE, y);
        float[] wanted = Arrays.copyOf(expected, Numbers.size(y));
        assertThat(y.toFloats()).containsExactly(wanted, within(2e-5f));
        memory.release(y);
      }
    }
  }

  @Test
  void aSingleRowHasGradientsToo() {
    Tensor gradY = tensor(Shape.of(1, 3), 1, 2, 3);
    Tensor gradBias = empty(3);
    kernels.products().biasGradient(gradY, gradBias);
    assertClose(gradBias, 1, 2, 3);
    Tensor gradX = empty(1, 2);
    Tensor gradWeight = empty(3, 2);
    kernels
        .products()
        .linearBackward(
            tensor(Shape.of(1, 2), 10, 20),
            tensor(Shape.of(3, 2), 1, 0, 0, 1, 1, 1),
            gradY,
            new ProductGradients(gradX, gradWeight, null));
    assertClose(gradX, 4, 5);
    assertClose(gradWeight, 10, 20, 20, 40, 30, 60);
  }

  // Pooling.

  private static Pool pool(int kernel, int stride, int padding, boolean ceilMode) {
    return new Pool(Extent.square(kernel), Extent.square(stride), Extent.square(padding), ceilMode);
  }

  @Test
  void overlappingWindowsAddTheirGradients() {
    Tensor x = tensor(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 9, 5, 6, 7, 8);
    Tensor y = empty(1, 2, 2, 1);
    Tensor gradX = empty(1, 3, 3, 1);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 2, 4, 8);
    Pool settings = pool(2, 1, 0, false);
    kernels.pooling().max(settings, x, y);
    kernels.pooling().maxBackward(settings, x, y, gradY, gradX);
    assertClose(y, 9, 9, 9, 9);
    assertClose(gradX, 0, 0, 0, 0, 15, 0, 0, 0, 0);
    kernels.pooling().average(settings, true, x, y);
    assertClose(y, 4, 4.75, 6.5, 7.25);
    kernels.pooling().averageBackward(settings, true, gradY, gradX);
    assertClose(gradX, 0.25, 0.75, 0.5, 1.25, 3.75, 2.5, 1, 3, 2);
  }

  @Test
  void theGradientOfAMaximumFollowsTheLatestForwardCall() {
    Tensor rising = tensor(Shape.of(1, 1, 2, 1), 1, 2);
    Tensor falling = tensor(Shape.of(1, 1, 2, 1), 4, 3);
    Tensor y = empty(1, 1, 1, 1);
    Tensor gradY = tensor(Shape.of(1, 1, 1, 1), 5);
    Tensor gradX = empty(1, 1, 2, 1);
    Pool settings = new Pool(new Extent(1, 2), new Extent(1, 2), new Extent(0, 0), false);
    for (int round = 0; round < 2; round++) {
      kernels.pooling().max(settings, rising, y);
      kernels.pooling().maxBackward(settings, rising, y, gradY, gradX);
      assertClose(gradX, 0, 5);
      kernels.pooling().max(settings, falling, y);
      kernels.pooling().maxBackward(settings, falling, y, gradY, gradX);
      assertClose(gradX, 5, 0);
    }
  }

  @Test
  void gapsBetweenWindowsHaveNoGradient() {
    Tensor x = random(4, 1, 5, 5, 1);
    Tensor y = empty(1, 2, 2, 1);
    Tensor gradX = empty(1, 5, 5, 1);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 1, 1, 1);
    Pool settings = pool(1, 3, 0, false);
    kernels.pooling().max(settings, x, y);
    kernels.pooling().maxBackward(settings, x, y, gradY, gradX);
    double[] expected = new double[25];
    for (int i : new int[] {0, 3, 15, 18}) {
      expected[i] = 1;
    }
    assertClose(gradX, expected);
    memory.fill(gradX, NAN);
    kernels.pooling().averageBackward(settings, true, gradY, gradX);
    assertClose(gradX, expected);
  }

  @Test
  void paddingNeverWinsAMaximum() {
    float lowest = -3e38f;
    Tensor x = tensor(Shape.of(1, 2, 2, 1), lowest, -2, -3, Float.NEGATIVE_INFINITY);
    Tensor y = empty(1, 2, 2, 1);
    Tensor gradX = empty(1, 2, 2, 1);
    Pool settings = pool(3, 1, 1, false);
    kernels.pooling().max(settings, x, y);
    assertThat(y.toFloats()).containsExactly(-2, -2, -2, -2);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    kernels.pooling().maxBackward(settings, x, y, gradY, gradX);
    assertClose(gradX, 0, 10, 0, 0);
    // A window of padding and one pixel.
    Pool corner = pool(2, 2, 1, false);
    Tensor four = empty(1, 2, 2, 1);
    kernels.pooling().max(corner, x, four);
    assertThat(four.toFloats()[0]).isEqualTo(lowest);
    kernels.pooling().maxBackward(corner, x, four, gradY, gradX);
    assertClose(gradX, 1, 2, 3, 4);
  }

  @Test
  void meansCountPaddingButNotWhatLiesBeyondIt() {
    Tensor x = tensor(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor y = empty(1, 2, 2, 1);
    // Two windows of three from −1: the second covers 1, 2 and the padding.
    kernels.pooling().average(pool(3, 2, 1, false), true, x, y);
    assertClose(y, 12.0 / 9, 16.0 / 9, 24.0 / 9, 28.0 / 9);
    kernels.pooling().average(pool(3, 2, 1, false), false, x, y);
    assertClose(y, 3, 4, 6, 7);
    // Two windows of two from 0, the second reaching beyond the image.
    kernels.pooling().average(pool(2, 2, 0, true), true, x, y);
    assertClose(y, 3, 4.5, 7.5, 9);
    Tensor gradX = empty(1, 3, 3, 1);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 4, 2, 2, 1);
    kernels.pooling().averageBackward(pool(2, 2, 0, true), true, gradY, gradX);
    assertClose(gradX, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void resamplingToTheSameSizeChangesNothing() {
    Tensor x = random(5, 2, 3, 4, 2);
    Tensor y = empty(2, 3, 4, 2);
    for (Interpolation interpolation : Interpolation.values()) {
      kernels.pooling().resample(interpolation, x, y);
      assertClose(y, Numbers.get(x));
      kernels.pooling().resampleBackward(interpolation, x, y);
      assertClose(y, Numbers.get(x));
    }
    kernels.pooling().adaptiveAverage(x, y);
    assertClose(y, Numbers.get(x));
  }

  @Test
  void resamplesByHand() {
    Tensor x = tensor(Shape.of(1, 1, 2, 1), 0, 4);
    Tensor y = empty(1, 2, 4, 1);
    kernels.pooling().resample(Interpolation.BILINEAR, x, y);
    assertClose(y, 0, 1, 3, 4, 0, 1, 3, 4);
    kernels.pooling().resample(Interpolation.NEAREST, x, y);
    assertClose(y, 0, 0, 4, 4, 0, 0, 4, 4);
    Tensor overlapping = empty(1, 1, 2, 1);
    kernels.pooling().adaptiveAverage(tensor(Shape.of(1, 1, 3, 1), 1, 2, 6), overlapping);
    assertClose(overlapping, 1.5, 4);
  }

  // Normalisation.

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
    kernels.normalization().batchNorm(o, y);
    assertThat(y.toFloats()).containsOnly(0);
    assertClose(o.mean(), 7, -1e4);
    assertThat(o.variance().toFloats()).containsOnly(0);
    Tensor gradX = empty(3, 2);
    kernels
        .normalization()
        .batchNormBackward(o, random(1, 3, 2), new NormGradients(gradX, null, null));
    assertThat(memory.allFinite(gradX)).isTrue();
    NormOperands rows = operands(tensor(Shape.of(2, 1), 5, 6), 2);
    Tensor single = empty(2, 1);
    kernels.normalization().layerNorm(rows, single);
    assertThat(single.toFloats()).containsOnly(0);
  }

  @Test
  void squareInputsAreNormalisedAlongTheRightAxis() {
    Tensor x = tensor(Shape.of(2, 2), 1, 10, 3, 30);
    Tensor y = empty(2, 2);
    NormOperands columns = operands(x, 2);
    kernels.normalization().batchNorm(columns, y);
    assertClose(columns.mean(), 2, 20);
    assertClose(columns.variance(), 1, 100);
    NormOperands rows = operands(x, 2);
    kernels.normalization().layerNorm(rows, y);
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
      Normalization norm = kernels.normalization();
      norm.batchNorm(o, expected.y);
      Tensor gradThrough = tensor(shape, gradY.toFloats());
      Activation relu = Activation.of(Activation.Kind.RELU);
      kernels.elementwise().activation(relu, expected.y, expected.y);
      kernels.elementwise().activationBackward(relu, x, expected.y, gradY, gradThrough);
      norm.batchNormBackward(o, gradThrough, expected.gradients());
      Results actual = new Results(shape);
      for (int round = 0; round < 2; round++) {
        norm.batchNorm(o, true, actual.y);
        norm.batchNormBackward(o, actual.y, gradY, actual.gradients());
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
      kernels.normalization().batchNorm(rising, true, y);
      kernels.normalization().batchNormBackward(rising, y, gradY, gradients);
      assertClose(gradients.shift(), 3);
      kernels.normalization().batchNorm(falling, true, y);
      kernels.normalization().batchNormBackward(falling, y, gradY, gradients);
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
      kernels.normalization().localResponse(settings, x, y);
      kernels.normalization().localResponseBackward(settings, x, gradY, gradX);
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
    kernels.normalization().localResponse(new LocalResponse(9, 9, 1, 1), x, y);
    assertClose(y, 1.0 / 6, 2.0 / 6);
    // Of two channels the window holds the one before, not the one after.
    kernels.normalization().localResponse(new LocalResponse(2, 2, 1, 1), x, y);
    assertClose(y, 1.0 / 2, 2.0 / 6);
  }

  // Layout.

  @Test
  void joinsAndSplitsChannels() {
    Tensor a = tensor(Shape.of(2, 1), 1, 2);
    Tensor b = tensor(Shape.of(2, 2), 3, 4, 5, 6);
    Tensor whole = empty(2, 3);
    kernels.layout().concat(List.of(a, b), whole);
    assertClose(whole, 1, 3, 4, 2, 5, 6);
    Tensor part = empty(2, 2);
    kernels.layout().slice(whole, 1, part);
    assertClose(part, 3, 4, 5, 6);
    kernels.layout().place(a, 1, whole);
    assertClose(whole, 0, 1, 0, 0, 2, 0);
  }

  @Test
  void movesChannelsToTheFrontAndBack() {
    Tensor x = random(6, 2, 3, 4, 5);
    Tensor first = empty(2, 60);
    kernels.layout().channelsFirst(x, first);
    // Sample 1, channel 2, row 1, column 3.
    assertThat(first.toFloats()[60 + 2 * 12 + 4 + 3]).isEqualTo(x.toFloats()[60 + 20 + 15 + 2]);
    Tensor back = empty(2, 3, 4, 5);
    kernels.layout().channelsLast(first, back);
    assertThat(back.toFloats()).isEqualTo(x.toFloats());
  }

  // Losses.

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
