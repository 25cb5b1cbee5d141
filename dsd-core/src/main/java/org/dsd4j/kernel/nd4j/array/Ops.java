package org.dsd4j.kernel.nd4j.array;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Short names for ND4J's custom operations, which write into given outputs. */
public final class Ops {
  private Ops() {}

  /** Runs the operation called {@code name}. */
  public static void run(String name, INDArray[] inputs, INDArray[] outputs, int... integers) {
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addIntegerArguments(integers)
            .build());
  }

  /** c = a · b, each transposed first if requested. */
  public static void matmul(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    run("matmul", in(a, b), in(c), transposeA ? 1 : 0, transposeB ? 1 : 0, 0);
  }

  public static INDArray[] in(INDArray... arrays) {
    return arrays;
  }
}
