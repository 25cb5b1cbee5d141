package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link Elementwise} does at the edges, beside the fixtures' values.
 */
public abstract class ElementwiseContract extends OpenKernels {
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
  void derivativesAtZeroAreThoseOfPyTorch() {
    Map<Activation, Double> derivatives =
        Map.of(
            Activation.of(Activation.Kind.RELU),
            0.0,
            new Activation(Activation.Kind.LEAKY_RELU, 0.1, 0),
            0.1,
            new Activation(Activation.Kind.ELU, 1.5, 0),
            1.5,
            Activation.of(Activation.Kind.GELU),
            0.5,
            Activation.of(Activation.Kind.SIGMOID),
            0.25,
            Activation.of(Activation.Kind.TANH),
            1.0,
            Activation.of(Activation.Kind.SOFTPLUS),
            0.5,
            Activation.of(Activation.Kind.SILU),
            0.5,
            new Activation(Activation.Kind.HARD_TANH, 0, 20),
            0.0,
            new Activation(Activation.Kind.HARD_TANH, -1, 1),
            1.0);
    // As many as take whole vectors and a rest.
    int size = 37;
    Tensor x = empty(size);
    Tensor y = empty(size);
    Tensor gradY = empty(size);
    Tensor gradX = empty(size);
    memory.fill(x, 0);
    memory.fill(gradY, 2);
    derivatives.forEach(
        (f, derivative) -> {
          kernels.elementwise().activation(f, x, y);
          kernels.elementwise().activationBackward(f, x, y, gradY, gradX);
          for (float gradient : gradX.toFloats()) {
            assertThat((double) gradient).as("%s", f).isCloseTo(2 * derivative, within(1e-5));
          }
        });
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
}
