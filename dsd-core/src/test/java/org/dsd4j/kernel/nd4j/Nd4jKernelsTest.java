package org.dsd4j.kernel.nd4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.KernelsContract;
import org.dsd4j.kernel.OpenKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class Nd4jKernelsTest extends KernelsContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
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
