package org.dsd4j.kernel.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Derivatives of each operation agree with differences of values. */
class DerivativesTest {
  private static final float[] A = {0.5f, 1.25f, -0.75f, 2, -1.5f};
  private static final float[] B = {1.5f, 0.25f, 1, -0.5f, -2};
  private static final double STEP = 1e-5;

  private static Map<String, BinaryOperator<Expression>> formulas() {
    Map<String, BinaryOperator<Expression>> formulas = new TreeMap<>();
    formulas.put("a + b", Expression::plus);
    formulas.put("a - b", Expression::minus);
    formulas.put("ab", Expression::times);
    formulas.put("a / b", Expression::over);
    formulas.put("min", Expression::min);
    formulas.put("max", Expression::max);
    formulas.put("clamp", (a, b) -> a.clamp(-1, 1).times(b));
    formulas.put("square", (a, b) -> a.squared().times(b));
    formulas.put("root", (a, b) -> a.squared().plus(1).sqrt().times(b));
    formulas.put("magnitude", (a, b) -> a.abs().times(b));
    formulas.put("exp", (a, b) -> a.times(b).exp());
    formulas.put("log1p", (a, b) -> a.squared().log1p().times(b));
    formulas.put("sigmoid", (a, b) -> a.times(b).sigmoid());
    formulas.put("tanh", (a, b) -> a.times(b).tanh());
    formulas.put("erf", (a, b) -> a.times(b).erf());
    formulas.put("step", (a, b) -> a.step().times(b));
    formulas.put("twice", (a, b) -> a.sigmoid().times(a.times(b).tanh()).plus(a));
    formulas.put("b alone", (a, b) -> Expression.of(2).minus(b).squared());
    return formulas;
  }

  @TestFactory
  Stream<DynamicTest> agreeWithDifferences() {
    return formulas().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getValue())));
  }

  private static void check(BinaryOperator<Expression> formula) {
    try (Kernels kernels = new Nd4jKernels()) {
      Shape shape = Shape.of(A.length);
      Tensor a = kernels.memory().allocate(ElementType.FLOAT64, shape);
      Tensor b = kernels.memory().allocate(ElementType.FLOAT64, shape);
      Tensor result = kernels.memory().allocate(ElementType.FLOAT64, shape);
      a.set(A);
      b.set(B);
      Derivatives derivatives = new Derivatives();
      derivatives.add(formula.apply(Expression.of(a), Expression.of(b)), Expression.of(3));
      for (Tensor variable : new Tensor[] {a, b}) {
        kernels.elementwise().assign(result, derivatives.of(variable));
        double[] gradient = result.toDoubles();
        double[] above = moved(kernels, formula, a, b, variable, STEP);
        double[] below = moved(kernels, formula, a, b, variable, -STEP);
        for (int i = 0; i < A.length; i++) {
          double difference = 3 * (above[i] - below[i]) / (2 * STEP);
          assertThat(gradient[i]).isCloseTo(difference, within(1e-6));
        }
      }
    }
  }

  private static double[] moved(
      Kernels kernels,
      BinaryOperator<Expression> formula,
      Tensor a,
      Tensor b,
      Tensor variable,
      double by) {
    Expression x = Expression.of(a);
    Expression y = Expression.of(b);
    Tensor result = kernels.memory().allocate(ElementType.FLOAT64, a.shape());
    Expression value = variable == a ? formula.apply(x.plus(by), y) : formula.apply(x, y.plus(by));
    kernels.elementwise().assign(result, value);
    return result.toDoubles();
  }
}
