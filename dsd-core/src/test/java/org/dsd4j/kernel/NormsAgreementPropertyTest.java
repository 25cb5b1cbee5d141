package org.dsd4j.kernel;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.kernel.Norms.LocalResponse;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** oneDNN's normalisations and ND4J's give the same. */
class NormsAgreementPropertyTest extends Agreement {
  /** Matrices and images with enough rows for a variance. */
  @Provide
  Arbitrary<Shape> normalized() {
    Arbitrary<Integer> size = Arbitraries.integers().between(2, 5);
    return Combinators.combine(size, size, size, channels(), Arbitraries.of(2, 3, 4))
        .as(
            (n, h, w, c, rank) ->
                switch (rank) {
                  case 2 -> Shape.of(3 * n, c);
                  case 3 -> Shape.of(2 * n, h, c);
                  default -> Shape.of(n, h, w, c);
                });
  }

  private static NormOperands operands(Side side, Tensor x, int statistics) {
    int channels = x.shape().last();
    return new NormOperands(
        x,
        side.weight(channels),
        side.weight(channels),
        side.wideResult("mean", statistics),
        side.wideResult("variance", statistics),
        1e-3);
  }

  private static NormGradients gradients(Side side, Shape shape, String of) {
    return new NormGradients(
        side.result("gradient of x, " + of, shape),
        side.wideResult("gradient of scale, " + of, shape.last()),
        side.wideResult("gradient of shift, " + of, shape.last()));
  }

  @Property(tries = 50)
  void batchNormsAgree(@ForAll("normalized") Shape shape) {
    Consumer<Side> calls =
        side -> {
          Norms norm = side.kernels().norms();
          Tensor x = side.normal(shape);
          Tensor gradY = side.normal(shape);
          NormOperands o = operands(side, x, shape.last());
          norm.batchNorm(Lengths.whole(), o, false, side.result("y", shape));
          norm.batchNormBackward(
              Lengths.whole(), o, null, gradY, gradients(side, shape, "training"));
          norm.batchNormInferenceBackward(
              Lengths.whole(), o, gradY, gradients(side, shape, "inference"));
          norm.batchNormInference(
              Lengths.whole(), o, true, side.result("rectified inference", shape));
          norm.batchNormInference(Lengths.whole(), o, false, side.result("inference", shape));
          Tensor rectified = side.result("rectified", shape);
          norm.batchNorm(Lengths.whole(), o, true, rectified);
          norm.batchNormBackward(
              Lengths.whole(), o, rectified, gradY, gradients(side, shape, "rectified"));
        };
    // Where a result is almost 0, rounding decides whether its gradient passes.
    float[] y = requireNonNull(Side.run(nd4j, ElementType.FLOAT32, calls).get("y"));
    for (float value : y) {
      Assume.that(Math.abs(value) > 1e-5);
    }
    agree(0.1, calls);
  }

  @Property(tries = 40)
  void layerNormsAgree(
      @ForAll("shapes") Shape outer, @ForAll @IntRange(min = 4, max = 37) int last) {
    Shape shape = outer.withLast(last);
    agree(
        0.1,
        side -> {
          Norms norm = side.kernels().norms();
          NormOperands o = operands(side, side.normal(shape), (int) shape.rows());
          norm.layerNorm(o, side.result("y", shape));
          norm.layerNormBackward(o, side.normal(shape), gradients(side, shape, "rows"));
        });
  }

  @Property(tries = 40)
  void localResponsesAgree(
      @ForAll("images") Extent size,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll("channels") int channels,
      @ForAll @IntRange(min = 1, max = 8) int window) {
    Shape shape = images(batch, size, channels);
    LocalResponse settings = new LocalResponse(window, 0.5, 0.75, 1.5);
    agree(
        side -> {
          Norms norm = side.kernels().norms();
          Tensor x = side.normal(shape);
          norm.localResponse(settings, x, side.result("y", shape));
          Tensor gradX = side.result("gradient of x", shape);
          norm.localResponseBackward(settings, x, side.normal(shape), gradX);
        });
  }
}
