package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.nd4j.array.Scratch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** max(x, 0) and its gradient on whole arrays, as products, so that NaN stays NaN. */
final class Rectifier {
  private Rectifier() {}

  /** Sets negative elements of a vector to 0. */
  static void apply(INDArray flat, Scratch scratch) {
    flat.muli(Nd4j.exec(new Step(flat, like(flat, scratch), 0)));
  }

  /** {@code gradient} where the rectified {@code output} is positive, else 0; a scratch array. */
  static INDArray gradient(INDArray output, INDArray gradient, Scratch scratch) {
    INDArray result = like(gradient, scratch);
    Nd4j.exec(new Step(output, result, 0));
    return result.muli(gradient);
  }

  private static INDArray like(INDArray array, Scratch scratch) {
    return scratch.get("rectifier", array.dataType(), array.shape());
  }
}
