package org.dsd4j.kernel.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.KernelsContract;
import org.dsd4j.kernel.OpenKernels;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.ProductsContract;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Nd4jKernelsTest extends KernelsContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }

  /** What is computed otherwise for a device gives the same on any backend. */
  @Nested
  class DeviceProductsTest extends ProductsContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels(true);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1, 1, 1", "3, 2, 0, 1, 2", "1, 1, 0, 1, 1", "3, 1, 2, 2, 1"})
    void gradientsAreThoseOfTheOtherOrder(
        int kernel, int stride, int padding, int dilation, int groups) {
      Convolution settings =
          new Convolution(
              Extent.square(kernel),
              Extent.square(stride),
              Extent.square(padding),
              Extent.square(dilation),
              groups);
      int out = (8 + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
      Tensor x = random(1, 2, 8, 8, 4);
      Tensor weight = random(2, 6, 4 / groups, kernel, kernel);
      Tensor gradY = random(3, 2, out, out, 6);
      try (Kernels other = new Nd4jKernels(false)) {
        assertThat(gradients(kernels, settings, x, weight, gradY))
            .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-3 ? 0 : Float.compare(a, b))
            .isEqualTo(gradients(other, settings, x, weight, gradY));
      }
    }

    private Tensor random(int seed, int... extents) {
      Shape shape = Shape.of(Arrays.stream(extents).asLongStream().toArray());
      Tensor tensor = kernels.memory().allocate(ElementType.FLOAT32, shape);
      RandomGenerator random = Seed.of(seed).stream();
      float[] values = new float[(int) shape.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      tensor.set(values);
      return tensor;
    }

    private List<Float> gradients(
        Kernels computing, Convolution settings, Tensor x, Tensor weight, Tensor gradY) {
      Tensor gradX = kernels.memory().allocate(ElementType.FLOAT32, x.shape());
      Tensor gradWeight = kernels.memory().allocate(ElementType.FLOAT32, weight.shape());
      computing
          .products()
          .convolutionBackward(
              settings, x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
      List<Float> all = new ArrayList<>();
      for (Tensor gradient : List.of(gradX, gradWeight)) {
        for (float value : gradient.toFloats()) {
          all.add(value);
        }
      }
      return all;
    }
  }

  @Test
  void whereMemoryEndsTheAdviceIsForTheMemoryThatEnded() {
    try (Scratch scratch = new Scratch()) {
      assertThat(new Nd4jMemory(scratch, true).remedy())
          .contains("smaller batch", "memory of the GPU")
          .doesNotContain("javacpp");
      assertThat(new Nd4jMemory(scratch, false).remedy())
          .contains("smaller batch", "-Dorg.bytedeco.javacpp.maxbytes");
    }
  }

  @Nested
  class ItselfTest extends OpenKernels {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }

    @Test
    void refusesTheTensorsOfOthers() {
      Tensor foreign =
          (Tensor)
              java.lang.reflect.Proxy.newProxyInstance(
                  Seed.class.getClassLoader(),
                  new Class<?>[] {Tensor.class},
                  (proxy, method, arguments) -> Shape.of(1));
      Tensor own = kernels.memory().allocate(ElementType.FLOAT32, Shape.of(1));
      assertThatThrownBy(() -> kernels.elementwise().softmax(foreign, own))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("use the memory of the kernels that compute");
    }
  }
}
