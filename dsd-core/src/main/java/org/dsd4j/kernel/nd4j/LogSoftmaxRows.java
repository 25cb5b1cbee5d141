package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The logarithm of the softmax of each row, as x − max − ln Σ exp(x − max). ND4J's own takes the
 * logarithm of a quotient, which is −∞ where the quotient is too small for its type.
 */
final class LogSoftmaxRows {
  private static final int BY_ROW = 0;

  private LogSoftmaxRows() {}

  static void compute(INDArray x, Scratch scratch, INDArray y) {
    INDArray vector = scratch.get("logSoftmax.vector", x.dataType(), x.rows());
    Nd4j.exec(new Max(x, vector, false, 1));
    Broadcast.sub(x, vector, y, BY_ROW);
    INDArray exponentials = scratch.get("logSoftmax.exponentials", x.dataType(), x.shape());
    Nd4j.exec(new Exp(y, exponentials));
    Reductions.rowSums(exponentials, scratch, vector);
    Nd4j.exec(new Log(vector, vector));
    Broadcast.sub(y, vector, y, BY_ROW);
  }
}
