package org.dsd4j.kernel;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** oneDNN's kernels and ND4J's give the same of padded batches, whatever the lengths and shapes. */
class SequencesAgreementPropertyTest extends Agreement {
  /**
   * A padded batch.
   *
   * @param extent T
   * @param lengths one for each sample
   */
  record Batch(int extent, List<Integer> lengths) {
    Lengths real() {
      return Lengths.of(lengths.stream().mapToInt(Integer::intValue).toArray());
    }

    Shape of(int... step) {
      int[] extents = new int[step.length + 2];
      Arrays.setAll(extents, i -> i == 0 ? lengths.size() : i == 1 ? extent : step[i - 2]);
      return Shape.of(extents);
    }
  }

  @Provide
  Arbitrary<Batch> batches() {
    return Arbitraries.integers()
        .between(1, 9)
        .flatMap(
            extent ->
                Combinators.combine(
                        Arbitraries.just(extent),
                        Arbitraries.integers().between(1, extent).list().ofMinSize(1).ofMaxSize(4))
                    .as(Batch::new));
  }

  @Property(tries = 40)
  void batchNormsAgree(
      @ForAll("batches") Batch batch,
      @ForAll @IntRange(min = 1, max = 4) int width,
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll boolean held) {
    Shape shape = batch.of(width, channels);
    agree(
        1e-2,
        side -> {
          Norms norms = side.kernels().norms();
          Tensor variance = side.wideResult("variance", channels);
          side.kernels().memory().fill(variance, 2);
          NormOperands o =
              new NormOperands(
                  side.normal(shape),
                  side.weight(channels),
                  side.weight(channels),
                  held ? side.weight(channels) : side.wideResult("mean", channels),
                  variance,
                  0.1);
          NormGradients gradients =
              new NormGradients(
                  side.result("gradient of x", shape),
                  side.wideResult("gradient of scale", channels),
                  side.wideResult("gradient of shift", channels));
          Tensor y = side.result("y", shape);
          Tensor gradY = side.normal(shape);
          if (held) {
            norms.batchNormInference(batch.real(), o, false, y);
            norms.batchNormInferenceBackward(batch.real(), o, gradY, gradients);
          } else {
            norms.batchNorm(batch.real(), o, false, y);
            norms.batchNormBackward(batch.real(), o, null, gradY, gradients);
          }
        });
  }

  @Property(tries = 40)
  void neighboursAgree(
      @ForAll("batches") Batch batch,
      @ForAll @IntRange(min = 1, max = 12) int features,
      @ForAll @IntRange(min = 0, max = 4) int before,
      @ForAll @IntRange(min = 0, max = 4) int after) {
    Shape shape = batch.of(features);
    int window = before + 1 + after;
    agree(
        1e-2,
        side -> {
          Sequences sequences = side.kernels().sequences();
          Lengths lengths = batch.real();
          Tensor x = side.normal(shape);
          Shape wide = shape.withLast(window * features);
          sequences.window(lengths, before, x, side.result("windows", wide));
          sequences.windowBackward(
              lengths, before, side.normal(wide), side.result("gradient of windows", shape));
          Tensor weight = side.weight(features, window);
          sequences.rowConvolution(lengths, x, weight, side.result("row convolution", shape));
          sequences.rowConvolutionBackward(
              lengths,
              x,
              weight,
              side.normal(shape),
              new ProductGradients(
                  side.result("gradient of row convolution", shape),
                  side.wideResult("gradient of weight", features, window),
                  null));
        });
  }

  @Property(tries = 40)
  void copiesAgree(
      @ForAll("batches") Batch batch, @ForAll @IntRange(min = 1, max = 12) int features) {
    Shape shape = batch.of(features);
    agree(
        1e-2,
        side -> {
          Sequences sequences = side.kernels().sequences();
          Lengths lengths = batch.real();
          Tensor x = side.normal(shape);
          Tensor step = side.normal(shape.unbatched().unbatched().batched(shape.extent(0)));
          sequences.mask(lengths, x, side.result("masked", shape));
          sequences.scaleSteps(x, step, side.result("scaled", shape));
          Shape longer = shape.unbatched().withFirst(batch.extent() + 1).batched(shape.extent(0));
          sequences.prepend(lengths, step, x, side.result("prepended", longer));
          sequences.prependBackward(
              lengths,
              side.normal(longer),
              side.result("gradient of first", step.shape()),
              side.result("gradient of rest", shape));
        });
  }
}
