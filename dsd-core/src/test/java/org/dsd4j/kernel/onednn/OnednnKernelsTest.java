package org.dsd4j.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.KernelsContract;
import org.dsd4j.kernel.OpenKernels;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OnednnKernelsTest extends KernelsContract {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }

  @Nested
  class ItselfTest extends OpenKernels {
    @Override
    protected Kernels open() {
      return new OnednnKernels();
    }

    private Tensor allocate(ElementType type, int... extents) {
      return kernels.memory().allocate(type, Shape.of(extents));
    }

    @Test
    void refusesDoublesWithOperationSettingsAndShapes() {
      Convolution settings =
          new Convolution(
              Extent.square(3), Extent.square(1), Extent.square(1), Extent.square(1), 1);
      Tensor x = allocate(ElementType.FLOAT64, 1, 4, 4, 2);
      Tensor weight = allocate(ElementType.FLOAT64, 5, 2, 3, 3);
      Tensor y = allocate(ElementType.FLOAT64, 1, 4, 4, 5);
      long held = kernels.memory().bytesHeld();
      assertThatThrownBy(
              () -> kernels.products().convolution(settings, x, weight, Epilogue.NONE, y))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("convolution")
          .hasMessageContaining("kernel=3×3")
          .hasMessageContaining("FLOAT64 [1, 4, 4, 2]")
          .hasMessageContaining("FLOAT64 [5, 2, 3, 3]")
          .hasMessageContaining("-Ddsd.kernels=nd4j");
      assertThat(kernels.memory().bytesHeld()).isEqualTo(held);
      assertThat(kernels.computesIn(ElementType.FLOAT64)).isFalse();
      Tensor wide = allocate(ElementType.FLOAT32, 2);
      wide.set(new float[] {-1, 1});
      kernels.elementwise().activation(Activation.of(Activation.Kind.RELU), wide, wide);
      assertThat(wide.toFloats()).containsExactly(0, 1);
    }

    @Test
    void saysWhichShapesDoNotFit() {
      Tensor x = allocate(ElementType.FLOAT32, 2, 3);
      Tensor weight = allocate(ElementType.FLOAT32, 4, 5);
      Tensor y = allocate(ElementType.FLOAT32, 2, 4);
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> kernels.products().linear(x, weight, Epilogue.NONE, y))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("linear")
            .hasMessageContaining("[FLOAT32 [2, 3], FLOAT32 [4, 5], null, FLOAT32 [2, 4]]");
      }
      Tensor fitting = allocate(ElementType.FLOAT32, 4, 3);
      kernels.products().linear(x, fitting, Epilogue.NONE, y);
      assertThat(y.toFloats()).containsOnly(0);
    }

    @Test
    void holdsNothingMoreHoweverManyShapesCome() {
      long[] held = new long[4];
      for (int round = 0; round < held.length; round++) {
        for (int rows = 1; rows <= 8; rows++) {
          Tensor x = allocate(ElementType.FLOAT32, rows, 30);
          Tensor weight = allocate(ElementType.FLOAT32, 20, 30);
          Tensor y = allocate(ElementType.FLOAT32, rows, 20);
          kernels.products().linear(x, weight, Epilogue.NONE, y);
          kernels.memory().release(x);
          kernels.memory().release(weight);
          kernels.memory().release(y);
        }
        held[round] = kernels.memory().bytesHeld();
      }
      // What stays is the working memory that all calls share.
      assertThat(held).containsOnly(held[0]);
    }
  }
}
