package org.dsd4j.kernel.nd4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.kernel.ElementwiseContract;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.KernelsContract;
import org.dsd4j.kernel.LayoutContract;
import org.dsd4j.kernel.LossKernelsContract;
import org.dsd4j.kernel.MemoryContract;
import org.dsd4j.kernel.NormalizationContract;
import org.dsd4j.kernel.PoolingContract;
import org.dsd4j.kernel.ProductsContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class Nd4jKernelsTest {
  @Nested
  class MemoryTest extends MemoryContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class ElementwiseTest extends ElementwiseContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class ProductsTest extends ProductsContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class PoolingTest extends PoolingContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class NormalizationTest extends NormalizationContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class LayoutTest extends LayoutContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class LossKernelsTest extends LossKernelsContract {
    @Override
    protected Kernels open() {
      return new Nd4jKernels();
    }
  }

  @Nested
  class ItselfTest extends KernelsContract {
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
