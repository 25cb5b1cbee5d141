package org.dsd4j.kernel;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** oneDNN's pooling and ND4J's give the same. */
class PoolingAgreementPropertyTest extends Agreement {
  @Provide
  Arbitrary<Pool> pools() {
    return extents(1, 4)
        .flatMap(
            kernel ->
                Combinators.combine(extents(1, 4), extents(0, 2), Arbitraries.of(true, false))
                    .as(
                        (stride, padding, ceilMode) ->
                            new Pool(kernel, stride, halfOf(kernel, padding), ceilMode)));
  }

  private static Extent halfOf(Extent kernel, Extent padding) {
    return new Extent(
        Math.min(kernel.height() / 2, padding.height()),
        Math.min(kernel.width() / 2, padding.width()));
  }

  @Property(tries = 50)
  void poolingAgrees(
      @ForAll("pools") Pool pool,
      @ForAll("excess") Extent excess,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int channels,
      @ForAll boolean countPadding) {
    Extent in =
        new Extent(
            smallest(pool.kernel().height(), pool.padding().height(), excess.height()),
            smallest(pool.kernel().width(), pool.padding().width(), excess.width()));
    Shape input = images(batch, in, channels);
    Shape output = images(batch, pool.outputSize(in), channels);
    agree(
        side -> {
          Pooling pooling = side.kernels().pooling();
          Tensor x = side.normal(input);
          Tensor gradY = side.normal(output);
          Tensor y = side.result("maxima", output);
          pooling.max(pool, x, y);
          pooling.maxBackward(pool, x, y, gradY, side.result("gradient of maxima", input));
          pooling.average(pool, countPadding, x, side.result("means", output));
          Tensor gradX = side.result("gradient of means", input);
          pooling.averageBackward(pool, countPadding, gradY, gradX);
        });
  }

  @Property(tries = 40)
  void adaptiveMeansAndResamplingAgree(
      @ForAll("images") Extent in,
      @ForAll("images") Extent out,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int channels) {
    Shape input = images(batch, in, channels);
    Shape output = images(batch, out, channels);
    agree(
        side -> {
          Pooling pooling = side.kernels().pooling();
          Tensor x = side.normal(input);
          Tensor gradY = side.normal(output);
          pooling.adaptiveAverage(x, side.result("means", output));
          pooling.adaptiveAverageBackward(gradY, side.result("gradient of means", input));
          for (Interpolation way : Interpolation.values()) {
            pooling.resample(way, x, side.result(way.name(), output));
            pooling.resampleBackward(way, gradY, side.result("gradient of " + way, input));
          }
        });
  }
}
