package org.dsd4j.kernel.nd4j;

import java.util.List;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.support.ActivationFormulas;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** Elementwise operations by ND4J. */
final class Nd4jElementwise implements Elementwise {
  private final Scratch scratch;
  private final ExpressionEvaluator evaluator;
  private final Random random = Nd4j.getRandomFactory().getNewRandomInstance();

  Nd4jElementwise(Scratch scratch) {
    this.scratch = scratch;
    this.evaluator = new ExpressionEvaluator(scratch);
  }

  @Override
  public void run(List<Assignment> assignments) {
    for (Assignment assignment : assignments) {
      evaluator.evaluateInto(assignment.value(), Nd4jTensor.flat(assignment.target()));
    }
  }

  @Override
  public double sum(Expression expression) {
    INDArray value = evaluator.evaluate(expression);
    INDArray wide = scratch.get("sum", DataType.DOUBLE, value.length());
    wide.assign(value);
    return wide.sumNumber().doubleValue();
  }

  @Override
  public void activation(Activation f, Tensor x, Tensor y) {
    assign(y, ActivationFormulas.value(f, Expression.of(x)));
  }

  @Override
  public void activationBackward(Activation f, Tensor x, Tensor y, Tensor gradY, Tensor gradX) {
    Expression derivative = ActivationFormulas.derivative(f, Expression.of(x), Expression.of(y));
    assign(gradX, derivative.times(Expression.of(gradY)));
  }

  @Override
  public void softmax(Tensor x, Tensor y) {
    Nd4j.exec(new SoftMax(Nd4jTensor.matrix(x), Nd4jTensor.matrix(y), 1));
  }

  @Override
  public void softmaxBackward(Tensor y, Tensor gradY, Tensor gradX) {
    assign(gradX, Expression.of(gradY).times(Expression.of(y)));
    INDArray sums = rowSums(gradX);
    Broadcast.sub(Nd4jTensor.matrix(gradY), sums, Nd4jTensor.matrix(gradX), 0);
    assign(gradX, Expression.of(gradX).times(Expression.of(y)));
  }

  @Override
  public void logSoftmax(Tensor x, Tensor y) {
    LogSoftmaxRows.compute(Nd4jTensor.matrix(x), scratch, Nd4jTensor.matrix(y));
  }

  @Override
  public void logSoftmaxBackward(Tensor y, Tensor gradY, Tensor gradX) {
    INDArray sums = rowSums(gradY);
    assign(gradX, Expression.of(y).exp());
    Broadcast.mul(Nd4jTensor.matrix(gradX), sums, Nd4jTensor.matrix(gradX), 0);
    assign(gradX, Expression.of(gradY).minus(Expression.of(gradX)));
  }

  private INDArray rowSums(Tensor tensor) {
    INDArray matrix = Nd4jTensor.matrix(tensor);
    INDArray sums = scratch.get("rowSums", matrix.dataType(), matrix.rows());
    Reductions.rowSums(matrix, scratch, sums);
    return sums;
  }

  @Override
  public void dropoutMask(double rate, long seed, Tensor mask) {
    INDArray flat = Nd4jTensor.flat(mask);
    random.setSeed(seed);
    Nd4j.getExecutioner().exec(new BernoulliDistribution(flat, 1 - rate), random);
    flat.muli(1 / (1 - rate));
  }
}
