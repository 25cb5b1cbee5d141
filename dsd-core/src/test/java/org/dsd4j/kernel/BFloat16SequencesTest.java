package org.dsd4j.kernel;

import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Operations on padded batches give in bfloat16 what they give in single precision, but for its
 * three digits; they need no units for it.
 */
class BFloat16SequencesTest {
  private static final double SHARE = 3e-2;
  private static final Lengths LENGTHS = Lengths.of(3, 6);
  private static final Shape SHAPE = Shape.of(2, 6, 19);
  private static final Shape WIDE = Shape.of(2, 6, 57);

  @Test
  void agreesWithSinglePrecision() {
    try (Kernels kernels = new OnednnKernels()) {
      Side.assertNormsAgree(
          Side.run(kernels, ElementType.BFLOAT16, BFloat16SequencesTest::computeAll),
          Side.run(kernels, ElementType.FLOAT32, BFloat16SequencesTest::computeAll),
          SHARE);
    }
  }

  private static void computeAll(Side side) {
    Sequences sequences = side.kernels().sequences();
    embed(side, sequences);
    normalize(side, sequences);
    Tensor x = side.normal(SHAPE);
    Tensor weight = side.weight(19, 3);
    sequences.rowConvolution(LENGTHS, x, weight, side.result("row", SHAPE));
    ProductGradients ofRow =
        new ProductGradients(
            side.result("gradient of row", SHAPE), side.wideResult("of row", 19, 3), null);
    sequences.rowConvolutionBackward(LENGTHS, x, weight, side.normal(SHAPE), ofRow);
    sequences.window(LENGTHS, 1, x, side.result("windows", WIDE));
    sequences.windowBackward(
        LENGTHS, 1, side.normal(WIDE), side.result("gradient of windows", SHAPE));
    sequences.mask(LENGTHS, x, side.result("masked", SHAPE));
    Tensor step = side.normal(Shape.of(2, 19));
    sequences.scaleSteps(x, step, side.result("scaled", SHAPE));
    sequences.prepend(LENGTHS, step, x, side.result("prepended", Shape.of(2, 7, 19)));
  }

  private static void embed(Side side, Sequences sequences) {
    Tensor indices = side.numbers(Shape.of(2, 6), 400, 3, -1, 0, 0, 0, 1, 3, 3, 2, 400, 299);
    Tensor weight = side.weight(401, 19);
    sequences.embedding(LENGTHS, indices, weight, side.result("embedded", SHAPE));
    sequences.embeddingBackward(
        LENGTHS, indices, side.normal(SHAPE), side.wideResult("of embedding", 401, 19));
  }

  private static void normalize(Side side, Sequences sequences) {
    NormOperands o =
        new NormOperands(
            side.normal(SHAPE),
            side.weight(19),
            side.weight(19),
            side.wideResult("mean", 19),
            side.wideResult("variance", 19),
            1e-5);
    NormGradients gradients =
        new NormGradients(
            side.result("gradient of x", SHAPE),
            side.wideResult("gradient of scale", 19),
            side.wideResult("gradient of shift", 19));
    side.kernels().norms().batchNorm(LENGTHS, o, false, side.result("normalised", SHAPE));
    side.kernels().norms().batchNormBackward(LENGTHS, o, null, side.normal(SHAPE), gradients);
  }
}
