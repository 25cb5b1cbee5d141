package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Products} does at the edges, beside the fixtures' values. */
public abstract class ProductsContract extends OpenKernels {
  @Test
  void linearTakesAnyNumberOfRows() {
    Tensor weight = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor bias = vector(10, 20);
    Tensor one = empty(1, 2);
    kernels.products().linear(tensor(Shape.of(1, 3), 1, 1, 1), weight, Epilogue.bias(bias), one);
    assertClose(one, 16, 35);
    Tensor many = empty(2, 1, 2);
    kernels
        .products()
        .linear(tensor(Shape.of(2, 1, 3), 1, 0, 0, 0, 0, 1), weight, Epilogue.NONE, many);
    assertClose(many, 1, 4, 3, 6);
  }

  @Test
  void linearGradientsOfSquareMatrices() {
    Tensor x = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor weight = tensor(Shape.of(2, 2), 5, 6, 7, 8);
    Tensor gradY = tensor(Shape.of(2, 2), 1, 10, 100, 1000);
    Tensor gradX = empty(2, 2);
    Tensor gradWeight = empty(2, 2);
    Tensor gradBias = empty(2);
    kernels
        .products()
        .linearBackward(x, weight, gradY, new ProductGradients(gradX, gradWeight, gradBias));
    assertClose(gradX, 75, 86, 7500, 8600);
    assertClose(gradWeight, 301, 402, 3010, 4020);
    assertClose(gradBias, 101, 1010);
  }

  @Test
  void biasIsOneForEachChannel() {
    Tensor y = tensor(Shape.of(1, 2, 1, 2), 1, 2, 3, 4);
    kernels.products().addBias(y, vector(10, 20));
    assertClose(y, 11, 22, 13, 24);
    Tensor square = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    kernels.products().addBias(square, vector(10, 20));
    assertClose(square, 11, 22, 13, 24);
  }

  private static Convolution convolution(int kernel, int stride, int padding) {
    return new Convolution(
        Extent.square(kernel), Extent.square(stride), Extent.square(padding), Extent.square(1), 1);
  }

  @Test
  void pixelsThatNoWindowReadsHaveNoGradient() {
    Tensor x = random(1, 1, 4, 4, 1);
    Tensor weight = tensor(Shape.of(1, 1, 1, 1), 2);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    Tensor gradX = empty(1, 4, 4, 1);
    Tensor gradWeight = empty(1, 1, 1, 1);
    kernels
        .products()
        .convolutionBackward(
            convolution(1, 2, 0), x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
    assertClose(gradX, 2, 0, 4, 0, 0, 0, 0, 0, 6, 0, 8, 0, 0, 0, 0, 0);
    float[] v = x.toFloats();
    assertClose(gradWeight, v[0] + 2 * v[2] + 3 * v[8] + 4 * v[10]);
  }

  @Test
  void convolutionIsACrossCorrelation() {
    Tensor x = tensor(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    Tensor weight = tensor(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
    Tensor y = empty(1, 1, 1, 1);
    kernels.products().convolution(convolution(2, 1, 0), x, weight, Epilogue.bias(vector(0.5f)), y);
    assertClose(y, 4321.5);
    Tensor padded = empty(1, 3, 3, 1);
    kernels.products().convolution(convolution(2, 1, 1), x, weight, Epilogue.NONE, padded);
    assertClose(padded, 1000, 2100, 200, 3010, 4321, 402, 30, 43, 4);
  }

  @Test
  void theInputGradientDoesNotReadWhatItOverwrites() {
    Tensor gradY = tensor(Shape.of(1, 1, 1, 1), 3);
    Tensor weight = tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    Tensor gradX = empty(1, 2, 2, 1);
    kernels.products().convolutionInputGradient(convolution(2, 1, 0), gradY, weight, gradX);
    assertClose(gradX, 3, 6, 9, 12);
    kernels.products().convolutionInputGradient(convolution(2, 1, 0), gradY, weight, gradX);
    assertClose(gradX, 3, 6, 9, 12);
  }

  @Test
  void groupsDoNotMix() {
    Convolution grouped =
        new Convolution(Extent.square(1), Extent.square(1), Extent.square(0), Extent.square(1), 2);
    Tensor x = tensor(Shape.of(1, 1, 1, 4), 1, 2, 3, 4);
    Tensor weight = tensor(Shape.of(2, 2, 1, 1), 1, 10, 100, 1000);
    Tensor y = empty(1, 1, 1, 2);
    kernels.products().convolution(grouped, x, weight, Epilogue.bias(vector(0.5f, 0)), y);
    assertClose(y, 21.5, 4300);
    Tensor gradX = empty(1, 1, 1, 4);
    Tensor gradWeight = empty(2, 2, 1, 1);
    Tensor gradY = tensor(Shape.of(1, 1, 1, 2), 1, -1);
    kernels
        .products()
        .convolutionBackward(
            grouped, x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
    assertClose(gradX, 1, 10, -100, -1000);
    assertClose(gradWeight, 1, 2, -3, -4);
  }

  @Test
  void theSameCallsGiveTheSameBits() {
    Tensor x = random(1, 4, 16, 16, 8);
    Tensor weight = random(2, 16, 8, 3, 3);
    Tensor gradY = random(3, 4, 16, 16, 16);
    Tensor y = empty(4, 16, 16, 16);
    Tensor gradX = empty(4, 16, 16, 8);
    Tensor gradWeight = empty(16, 8, 3, 3);
    Tensor gradBias = empty(16);
    float[][] first = null;
    for (int round = 0; round < 3; round++) {
      kernels.products().convolution(convolution(3, 1, 1), x, weight, Epilogue.NONE, y);
      kernels
          .products()
          .convolutionBackward(
              convolution(3, 1, 1),
              x,
              weight,
              gradY,
              new ProductGradients(gradX, gradWeight, gradBias));
      float[][] results = {
        y.toFloats(), gradX.toFloats(), gradWeight.toFloats(), gradBias.toFloats()
      };
      if (first == null) {
        first = results;
      }
      for (int i = 0; i < results.length; i++) {
        assertThat(results[i]).isEqualTo(first[i]);
      }
    }
  }

  @Test
  void productsMayBeRectified() {
    Tensor x = random(1, 2, 5, 4, 3);
    Tensor weight = random(2, 6, 3, 3, 3);
    Tensor matrix = tensor(Shape.of(6, 3), Arrays.copyOf(weight.toFloats(), 18));
    Products products = kernels.products();
    for (Tensor bias : new Tensor[] {null, random(3, 6)}) {
      Tensor plain = empty(2, 5, 4, 6);
      Tensor rectified = empty(2, 5, 4, 6);
      products.convolution(convolution(3, 1, 1), x, weight, Epilogue.bias(bias), plain);
      products.convolution(convolution(3, 1, 1), x, weight, new Epilogue(bias, true), rectified);
      assertClose(rectified, rectified(plain));
      products.linear(x, matrix, Epilogue.bias(bias), plain);
      products.linear(x, matrix, new Epilogue(bias, true), rectified);
      assertClose(rectified, rectified(plain));
    }
  }

  private static double[] rectified(Tensor tensor) {
    return Arrays.stream(Numbers.get(tensor)).map(v -> Math.max(v, 0)).toArray();
  }

  @Test
  void shapesMayChangeFromCallToCall() {
    Tensor weight = random(1, 5, 3, 3, 3);
    Tensor images = random(2, 3, 6, 6, 3);
    Tensor all = empty(3, 6, 6, 5);
    kernels.products().convolution(convolution(3, 1, 1), images, weight, Epilogue.NONE, all);
    float[] expected = all.toFloats();
    for (int round = 0; round < 3; round++) {
      for (int batch : new int[] {1, 3, 2}) {
        Tensor some = memory.view(images, 0, Shape.of(batch, 6, 6, 3));
        Tensor y = empty(batch, 6, 6, 5);
        kernels.products().convolution(convolution(3, 1, 1), some, weight, Epilogue.NONE, y);
        float[] wanted = Arrays.copyOf(expected, Numbers.size(y));
        assertThat(y.toFloats()).containsExactly(wanted, within(2e-5f));
        memory.release(y);
      }
    }
  }

  @Test
  void aSingleRowHasGradientsToo() {
    Tensor gradY = tensor(Shape.of(1, 3), 1, 2, 3);
    Tensor gradBias = empty(3);
    kernels.products().biasGradient(gradY, gradBias);
    assertClose(gradBias, 1, 2, 3);
    Tensor gradX = empty(1, 2);
    Tensor gradWeight = empty(3, 2);
    kernels
        .products()
        .linearBackward(
            tensor(Shape.of(1, 2), 10, 20),
            tensor(Shape.of(3, 2), 1, 0, 0, 1, 1, 1),
            gradY,
            new ProductGradients(gradX, gradWeight, null));
    assertClose(gradX, 4, 5);
    assertClose(gradWeight, 10, 20, 20, 40, 30, 60);
  }
}
