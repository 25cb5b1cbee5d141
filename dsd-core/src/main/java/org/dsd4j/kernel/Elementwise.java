package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.Tensor;

/** Operations on each element, or each channel vector, independently. */
public interface Elementwise {
  /**
   * Executes the assignments in order. All their tensors have the same number of elements, so that
   * an implementation can process them block by block in one pass over memory. An assignment's
   * target may appear in its own expression.
   */
  void run(List<Assignment> assignments);

  /** Executes one assignment. */
  default void assign(Tensor target, Expression value) {
    run(List.of(new Assignment(target, value)));
  }

  /** The sum of the expression's value over all elements, accumulated in double precision. */
  double sum(Expression expression);

  /**
   * y = a + b, negative sums set to 0 where {@code rectified}. {@code y} may be {@code a} or {@code
   * b}.
   */
  default void add(Tensor a, Tensor b, boolean rectified, Tensor y) {
    Expression sum = Expression.of(a).plus(Expression.of(b));
    assign(y, rectified ? sum.times(sum.step()) : sum);
  }

  /** y = f(x). {@code y} may be {@code x}. */
  void activation(Activation f, Tensor x, Tensor y);

  /**
   * gradX = gradY · f′(x), from either x or y = f(x); from y alone where {@linkplain
   * Activation#needsOnlyOutput that is enough}. {@code gradX} may be {@code gradY}.
   */
  void activationBackward(Activation f, Tensor x, Tensor y, Tensor gradY, Tensor gradX);

  /**
   * Sets elements of {@code y} to NaN where those of {@code x} are NaN, for functions that do not
   * propagate it.
   */
  default void keepNaN(Tensor x, Tensor y) {
    assign(y, Expression.of(y).plus(nanOrZero(x)));
  }

  /** NaN where an element is NaN, else 0. */
  static Expression nanOrZero(Tensor x) {
    // A sigmoid is finite for infinities too, whereas zero times infinity is NaN.
    return Expression.of(x).sigmoid().times(0);
  }

  /** Softmax over the last dimension. */
  void softmax(Tensor x, Tensor y);

  /** gradX = y · (gradY − Σ gradY·y), the sum over the last dimension. */
  void softmaxBackward(Tensor y, Tensor gradY, Tensor gradX);

  /** The logarithm of softmax over the last dimension. */
  void logSoftmax(Tensor x, Tensor y);

  /** gradX = gradY − exp(y) · Σ gradY, the sum over the last dimension. */
  void logSoftmaxBackward(Tensor y, Tensor gradY, Tensor gradX);

  /**
   * Fills {@code mask} with 0 where an element is dropped, with probability {@code rate}, and with
   * 1 / (1 − rate) elsewhere. The same seed gives the same mask.
   */
  void dropoutMask(double rate, long seed, Tensor mask);
}
