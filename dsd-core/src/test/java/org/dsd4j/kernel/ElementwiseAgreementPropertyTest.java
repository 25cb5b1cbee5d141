package org.dsd4j.kernel;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** oneDNN's operations on elements and ND4J's give the same. */
class ElementwiseAgreementPropertyTest extends Agreement {
  @Property(tries = 40)
  void activationsAgree(@ForAll("shapes") Shape shape, @ForAll Activation.Kind kind) {
    Activation f =
        switch (kind) {
          case LEAKY_RELU -> new Activation(kind, 0.1, 0);
          case ELU -> new Activation(kind, 0.7, 0);
          case HARD_TANH -> new Activation(kind, -0.5, 1);
          default -> Activation.of(kind);
        };
    agree(
        side -> {
          Elementwise elements = side.kernels().elementwise();
          Tensor x = side.normal(shape);
          Tensor y = side.result("y", shape);
          elements.activation(f, x, y);
          Tensor gradX = side.result("gradient of x", shape);
          elements.activationBackward(f, x, y, side.normal(shape), gradX);
        });
  }

  @Property(tries = 40)
  void softmaxesAndSumsAgree(@ForAll("shapes") Shape shape) {
    agree(
        side -> {
          Elementwise elements = side.kernels().elementwise();
          Tensor x = side.normal(shape);
          Tensor gradY = side.normal(shape);
          Tensor y = side.result("softmax", shape);
          elements.softmax(x, y);
          elements.softmaxBackward(y, gradY, side.result("gradient of softmax", shape));
          Tensor logs = side.result("logarithms", shape);
          elements.logSoftmax(x, logs);
          elements.logSoftmaxBackward(logs, gradY, side.result("gradient of logarithms", shape));
          elements.add(x, gradY, false, side.result("sum", shape));
          elements.add(x, gradY, true, side.result("rectified sum", shape));
        });
  }

  /** What makes an expression of tensors; the values stay within ±8 and so do rounding errors. */
  private interface Formula {
    Expression of(List<Tensor> tensors);
  }

  private static Expression bounded(Expression value) {
    return value.clamp(-8, 8);
  }

  private static Arbitrary<Formula> leaves() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 2).map(i -> t -> Expression.of(t.get(i))),
        Arbitraries.doubles().between(-2, 2).ofScale(2).map(v -> t -> Expression.of(v)),
        // Steps where no rounding comes before them.
        Arbitraries.integers().between(0, 2).map(i -> t -> Expression.of(t.get(i)).step()));
  }

  private static Arbitrary<Formula> formulas(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Formula> inner = formulas(depth - 1);
    Arbitrary<Formula> unary =
        Combinators.combine(Arbitraries.integers().between(0, 7), inner)
            .as((kind, f) -> t -> bounded(unary(kind, f.of(t))));
    Arbitrary<Formula> binary =
        Combinators.combine(
                Arbitraries.of(Expression.BinaryOperator.values()), inner, formulas(depth - 1))
            .as((operator, f, g) -> t -> bounded(binary(operator, f.of(t), g.of(t))));
    return Arbitraries.oneOf(inner, unary, binary, binary);
  }

  private static Expression unary(int kind, Expression x) {
    return switch (kind) {
      case 0 -> x.squared();
      case 1 -> x.abs().plus(0.1).sqrt();
      case 2 -> x.abs();
      case 3 -> x.exp();
      case 4 -> x.abs().log1p();
      case 5 -> x.sigmoid();
      case 6 -> x.tanh();
      default -> x.erf();
    };
  }

  private static Expression binary(Expression.BinaryOperator operator, Expression x, Expression y) {
    boolean division = operator == Expression.BinaryOperator.OVER;
    return new Expression.Binary(operator, x, division ? y.abs().plus(0.5) : y);
  }

  @Provide
  Arbitrary<List<Formula>> programs() {
    return formulas(3).list().ofMinSize(1).ofMaxSize(3);
  }

  @Property(tries = 60)
  void expressionsAgree(
      @ForAll("programs") List<Formula> program,
      @ForAll @IntRange(min = 1, max = 3000) int elements) {
    Shape shape = Shape.of(elements);
    agree(
        1,
        side -> {
          List<Tensor> tensors = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            Tensor tensor = side.result("tensor " + i, shape);
            side.kernels().memory().copy(side.normal(shape), tensor);
            tensors.add(tensor);
          }
          List<Assignment> assignments = new ArrayList<>();
          for (int i = 0; i < program.size(); i++) {
            assignments.add(new Assignment(tensors.get(i), program.get(i).of(tensors)));
          }
          side.kernels().elementwise().run(assignments);
          Expression last = Expression.of(tensors.get(program.size() - 1));
          side.result("mean", side.kernels().elementwise().sum(last) / elements);
        });
  }
}
