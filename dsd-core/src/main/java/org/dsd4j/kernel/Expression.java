package org.dsd4j.kernel;

import org.dsd4j.tensor.Tensor;

/**
 * A formula on corresponding elements of tensors, to be evaluated by {@link Elementwise}.
 *
 * <p>Optimizers and elementwise losses are stated as expressions, so that each is one class that
 * runs on all kernels: those of ND4J evaluate an expression array by array, others block by block
 * or as generated code. For example {@code of(v).times(0.9).plus(of(g))}.
 */
public sealed interface Expression {
  /** The elements of a tensor. */
  static Expression of(Tensor tensor) {
    return new Elements(tensor);
  }

  /** The same number at every element. */
  static Expression of(double value) {
    return new Constant(value);
  }

  /** this + other. */
  default Expression plus(Expression other) {
    return new Binary(BinaryOperator.PLUS, this, other);
  }

  /** this + value; adding zero is omitted. */
  default Expression plus(double value) {
    return value == 0 ? this : plus(of(value));
  }

  /** this − other. */
  default Expression minus(Expression other) {
    return new Binary(BinaryOperator.MINUS, this, other);
  }

  /** this · other. */
  default Expression times(Expression other) {
    return new Binary(BinaryOperator.TIMES, this, other);
  }

  /** this · value; multiplying by one is omitted. */
  default Expression times(double value) {
    return value == 1 ? this : times(of(value));
  }

  /** this / other. */
  default Expression over(Expression other) {
    return new Binary(BinaryOperator.OVER, this, other);
  }

  /** The smaller of this and other. */
  default Expression min(Expression other) {
    return new Binary(BinaryOperator.MIN, this, other);
  }

  /** The larger of this and other. */
  default Expression max(Expression other) {
    return new Binary(BinaryOperator.MAX, this, other);
  }

  /** This, clamped to [low, high]. */
  default Expression clamp(double low, double high) {
    return max(of(low)).min(of(high));
  }

  /** this². */
  default Expression squared() {
    return new Unary(UnaryOperator.SQUARE, this);
  }

  /** √this. */
  default Expression sqrt() {
    return new Unary(UnaryOperator.SQRT, this);
  }

  /** |this|. */
  default Expression abs() {
    return new Unary(UnaryOperator.ABS, this);
  }

  /** e to the power of this. */
  default Expression exp() {
    return new Unary(UnaryOperator.EXP, this);
  }

  /** ln(1 + this), exact near 0. */
  default Expression log1p() {
    return new Unary(UnaryOperator.LOG1P, this);
  }

  /** 1 / (1 + e⁻ᵗʰⁱˢ). */
  default Expression sigmoid() {
    return new Unary(UnaryOperator.SIGMOID, this);
  }

  /** The hyperbolic tangent of this. */
  default Expression tanh() {
    return new Unary(UnaryOperator.TANH, this);
  }

  /** The error function of this. */
  default Expression erf() {
    return new Unary(UnaryOperator.ERF, this);
  }

  /** 1 where this is above 0, else 0. */
  default Expression step() {
    return new Unary(UnaryOperator.STEP, this);
  }

  /**
   * The elements of a tensor.
   *
   * @param tensor the tensor
   */
  record Elements(Tensor tensor) implements Expression {}

  /**
   * One number.
   *
   * @param value the number
   */
  record Constant(double value) implements Expression {}

  /**
   * A function of one expression.
   *
   * @param operator the function
   * @param operand its argument
   */
  record Unary(UnaryOperator operator, Expression operand) implements Expression {}

  /**
   * A function of two expressions.
   *
   * @param operator the function
   * @param left its first argument
   * @param right its second argument
   */
  record Binary(BinaryOperator operator, Expression left, Expression right) implements Expression {}

  /** Functions of one argument. */
  enum UnaryOperator {
    /** x². */
    SQUARE,
    /** √x. */
    SQRT,
    /** |x|. */
    ABS,
    /** eˣ. */
    EXP,
    /** ln(1 + x). */
    LOG1P,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** tanh x. */
    TANH,
    /** The error function. */
    ERF,
    /** 1 above 0, else 0. */
    STEP
  }

  /** Functions of two arguments. */
  enum BinaryOperator {
    /** a + b. */
    PLUS,
    /** a − b. */
    MINUS,
    /** a · b. */
    TIMES,
    /** a / b. */
    OVER,
    /** The smaller. */
    MIN,
    /** The larger. */
    MAX
  }
}
