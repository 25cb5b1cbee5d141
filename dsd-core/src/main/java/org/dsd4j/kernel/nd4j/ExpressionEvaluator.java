package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Expression.Binary;
import org.dsd4j.kernel.Expression.BinaryOperator;
import org.dsd4j.kernel.Expression.Constant;
import org.dsd4j.kernel.Expression.Elements;
import org.dsd4j.kernel.Expression.Unary;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Max;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Min;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Evaluates expressions one operation and one whole array at a time. Intermediate results go into
 * scratch arrays, one for each level of nesting.
 */
final class ExpressionEvaluator {
  private final Scratch scratch;

  ExpressionEvaluator(Scratch scratch) {
    this.scratch = scratch;
  }

  /** The expression's value: a scratch array, or the array of a tensor if it is just that. */
  INDArray evaluate(Expression expression) {
    INDArray leaf = anyTensor(expression);
    return operand(expression, 0, leaf.dataType(), leaf.length());
  }

  /** Writes the expression's value into {@code target}, which the expression may read. */
  void evaluateInto(Expression expression, INDArray target) {
    if (expression instanceof Elements elements) {
      target.assign(Nd4jTensor.flat(elements.tensor()));
    } else if (expression instanceof Constant constant) {
      target.assign(constant.value());
    } else {
      // Only the outermost operation writes into the target, after all others have been read.
      compute(expression, 0, target);
    }
  }

  private INDArray operand(Expression expression, int depth, DataType type, long length) {
    if (expression instanceof Elements elements) {
      return Nd4jTensor.flat(elements.tensor());
    }
    INDArray result = scratch.get("expression" + depth, type, length);
    if (expression instanceof Constant constant) {
      return result.assign(constant.value());
    }
    compute(expression, depth + 1, result);
    return result;
  }

  private void compute(Expression expression, int depth, INDArray result) {
    if (expression instanceof Unary unary) {
      INDArray x = operand(unary.operand(), depth, result.dataType(), result.length());
      apply(unary.operator(), x, result);
    } else if (expression instanceof Binary binary) {
      compute(binary, depth, result);
    }
  }

  private void compute(Binary binary, int depth, INDArray result) {
    DataType type = result.dataType();
    long length = result.length();
    if (binary.right() instanceof Constant constant) {
      INDArray left = operand(binary.left(), depth, type, length);
      applyScalar(binary.operator(), left, constant.value(), result);
    } else if (binary.left() instanceof Constant constant) {
      INDArray right = operand(binary.right(), depth, type, length);
      applyScalarFirst(binary.operator(), constant.value(), right, result);
    } else {
      INDArray left = operand(binary.left(), depth, type, length);
      INDArray right = operand(binary.right(), depth + 1, type, length);
      apply(binary.operator(), left, right, result);
    }
  }

  private static void apply(Expression.UnaryOperator operator, INDArray x, INDArray z) {
    switch (operator) {
      case SQUARE -> Nd4j.exec(new Square(x, z));
      case SQRT -> Nd4j.exec(new Sqrt(x, z));
      case ABS -> Nd4j.exec(new Abs(x, z));
      case EXP -> Nd4j.exec(new Exp(x, z));
      case LOG1P -> Nd4j.exec(new Log1p(x, z));
      case SIGMOID -> Nd4j.exec(new Sigmoid(x, z));
      case TANH -> Nd4j.exec(new Tanh(x, z));
      case ERF -> Nd4j.exec(new Erf(x, z));
      case STEP -> Nd4j.exec(new Step(x, z, 0));
    }
  }

  private static void apply(BinaryOperator operator, INDArray x, INDArray y, INDArray z) {
    switch (operator) {
      case PLUS -> x.addi(y, z);
      case MINUS -> x.subi(y, z);
      case TIMES -> x.muli(y, z);
      case OVER -> x.divi(y, z);
      case MIN -> Nd4j.exec(new Min(x, y, z));
      case MAX -> Nd4j.exec(new Max(x, y, z));
    }
  }

  private static void applyScalar(BinaryOperator operator, INDArray x, double y, INDArray z) {
    switch (operator) {
      case PLUS -> x.addi(y, z);
      case MINUS -> x.subi(y, z);
      case TIMES -> x.muli(y, z);
      case OVER -> x.divi(y, z);
      case MIN -> Nd4j.exec(new ScalarMin(x, null, z, y));
      case MAX -> Nd4j.exec(new ScalarMax(x, null, z, y));
    }
  }

  private static void applyScalarFirst(BinaryOperator operator, double x, INDArray y, INDArray z) {
    switch (operator) {
      case MINUS -> y.rsubi(x, z);
      case OVER -> y.rdivi(x, z);
      case PLUS, TIMES, MIN, MAX -> applyScalar(operator, y, x, z);
    }
  }

  private static INDArray anyTensor(Expression expression) {
    if (expression instanceof Elements elements) {
      return Nd4jTensor.flat(elements.tensor());
    }
    if (expression instanceof Unary unary) {
      return anyTensor(unary.operand());
    }
    if (expression instanceof Binary binary) {
      boolean leftIsConstant = binary.left() instanceof Constant;
      return anyTensor(leftIsConstant ? binary.right() : binary.left());
    }
    throw new IllegalArgumentException(
        "expression: expected at least one tensor in it, received "
            + expression
            + "; a constant alone has no length");
  }
}
