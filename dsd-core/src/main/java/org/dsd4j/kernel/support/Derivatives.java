package org.dsd4j.kernel.support;

import java.util.IdentityHashMap;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Expression.Binary;
import org.dsd4j.kernel.Expression.Elements;
import org.dsd4j.kernel.Expression.Unary;
import org.dsd4j.tensor.Tensor;

/**
 * The gradients of expressions with respect to the tensors in them, as expressions, by the chain
 * rule from the outermost operation inwards. Tensors are distinguished by identity.
 *
 * <p>At kinks, the derivative of |x| is 0 and that of a minimum or maximum of equal values is the
 * right operand's.
 */
public final class Derivatives {
  private final IdentityHashMap<Tensor, Expression> gradients = new IdentityHashMap<>();

  /**
   * Adds the gradients of an expression.
   *
   * @param upstream the gradient with respect to the expression's value
   */
  public void add(Expression value, Expression upstream) {
    if (value instanceof Elements elements) {
      gradients.merge(elements.tensor(), upstream, Expression::plus);
    } else if (value instanceof Unary unary) {
      addUnary(unary, upstream);
    } else if (value instanceof Binary binary) {
      addBinary(binary, upstream);
    }
  }

  /** The sum of the gradients with respect to a tensor; 0 if it is in no expression. */
  public Expression of(Tensor tensor) {
    return gradients.getOrDefault(tensor, Expression.of(0));
  }

  private void addUnary(Unary y, Expression upstream) {
    Expression x = y.operand();
    switch (y.operator()) {
      case SQUARE -> add(x, upstream.times(x.times(2)));
      case SQRT -> add(x, upstream.times(0.5).over(y));
      case ABS -> add(x, upstream.times(x.step().minus(x.times(-1).step())));
      case EXP -> add(x, upstream.times(y));
      case LOG1P -> add(x, upstream.over(x.plus(1)));
      case SIGMOID -> add(x, upstream.times(y.minus(y.squared())));
      case TANH -> add(x, upstream.times(Expression.of(1).minus(y.squared())));
      case ERF -> add(x, upstream.times(x.squared().times(-1).exp().times(2 / Math.sqrt(Math.PI))));
      case STEP -> {} // Flat on both sides.
    }
  }

  private void addBinary(Binary y, Expression upstream) {
    Expression a = y.left();
    Expression b = y.right();
    switch (y.operator()) {
      case PLUS -> addBoth(a, upstream, b, upstream);
      case MINUS -> addBoth(a, upstream, b, upstream.times(-1));
      case TIMES -> addBoth(a, upstream.times(b), b, upstream.times(a));
      case OVER -> addBoth(a, upstream.over(b), b, upstream.times(y).over(b).times(-1));
      case MIN -> addChosen(a, b, b.minus(a).step(), upstream);
      case MAX -> addChosen(a, b, a.minus(b).step(), upstream);
    }
  }

  private void addChosen(Expression a, Expression b, Expression isLeft, Expression upstream) {
    Expression left = upstream.times(isLeft);
    addBoth(a, left, b, upstream.minus(left));
  }

  private void addBoth(Expression a, Expression ofA, Expression b, Expression ofB) {
    add(a, ofA);
    add(b, ofB);
  }
}
