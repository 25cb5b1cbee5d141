package org.dsd4j.kernel;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** oneDNN's products and ND4J's give the same. */
class ProductsAgreementPropertyTest extends Agreement {
  @Provide
  Arbitrary<Convolution> convolutions() {
    return Combinators.combine(
            extents(1, 5),
            extents(1, 3),
            extents(0, 2),
            extents(1, 2),
            Arbitraries.integers().between(1, 4))
        .as(Convolution::new);
  }

  private static Extent input(Convolution c, Extent excess) {
    return new Extent(
        smallest(
            c.dilation().height() * (c.kernel().height() - 1) + 1,
            c.padding().height(),
            excess.height()),
        smallest(
            c.dilation().width() * (c.kernel().width() - 1) + 1,
            c.padding().width(),
            excess.width()));
  }

  @Property(tries = 60)
  void convolutionsAgree(
      @ForAll("convolutions") Convolution c,
      @ForAll("excess") Extent excess,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll @IntRange(min = 1, max = 20) int filters,
      @ForAll boolean biased,
      @ForAll boolean rectified) {
    Extent in = input(c, excess);
    Shape input = images(batch, in, channels * c.groups());
    Shape output = images(batch, c.outputSize(in), filters * c.groups());
    int[] weights = {output.last(), channels, c.kernel().height(), c.kernel().width()};
    agree(
        side -> {
          Products products = side.kernels().products();
          Tensor x = side.normal(input);
          Tensor weight = side.weight(weights);
          Tensor bias = biased ? side.weight(output.last()) : null;
          Epilogue epilogue = new Epilogue(bias, rectified);
          products.convolution(c, x, weight, epilogue, side.result("y", output));
          Tensor gradY = side.normal(output);
          ProductGradients gradients =
              new ProductGradients(
                  side.result("gradient of x", input),
                  side.wideResult("gradient of weight", weights),
                  biased ? side.wideResult("gradient of bias", output.last()) : null);
          products.convolutionBackward(c, x, weight, gradY, gradients);
          // The forward computation of a transposed convolution.
          products.convolutionInputGradient(c, gradY, weight, side.result("transposed", input));
        });
  }

  /** The shape in which oneDNN's own code crashes where it is told of this dilation. */
  @Example
  void dilatingASingleWeightMeansNothing() {
    Convolution c =
        new Convolution(new Extent(3, 1), new Extent(1, 3), new Extent(0, 2), new Extent(1, 2), 3);
    convolutionsAgree(c, new Extent(5, 0), 1, 10, 16, true, true);
  }

  @Property(tries = 40)
  void linearMapsAgree(
      @ForAll("shapes") Shape input,
      @ForAll("channels") int out,
      @ForAll boolean biased,
      @ForAll boolean rectified) {
    Shape output = input.withLast(out);
    agree(
        side -> {
          Products products = side.kernels().products();
          Tensor x = side.normal(input);
          Tensor weight = side.weight(out, input.last());
          Tensor bias = biased ? side.weight(out) : null;
          Tensor y = side.result("y", output);
          products.linear(x, weight, new Epilogue(bias, rectified), y);
          ProductGradients gradients =
              new ProductGradients(
                  side.result("gradient of x", input),
                  side.wideResult("gradient of weight", out, input.last()),
                  biased ? side.wideResult("gradient of bias", out) : null);
          Tensor gradY = side.normal(output);
          products.linearBackward(x, weight, gradY, gradients);
          products.biasGradient(gradY, side.wideResult("sum of rows", out));
          products.addBias(y, side.weight(out));
        });
  }
}
