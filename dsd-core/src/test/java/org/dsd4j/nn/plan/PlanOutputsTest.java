package org.dsd4j.nn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PlanOutputsTest {
  /** A tensor of which no copy fits into memory. */
  private static Tensor huge() {
    Shape shape = Shape.of(1 << 15, 1 << 15, 1 << 15);
    return (Tensor)
        Proxy.newProxyInstance(
            Tensor.class.getClassLoader(),
            new Class<?>[] {Tensor.class},
            (proxy, method, arguments) ->
                method.getName().equals("shape") ? shape : ElementType.FLOAT32);
  }

  @Test
  void keepsNothingWhenACopyDoesNotFit() {
    try (Kernels kernels = new Nd4jKernels()) {
      Memory memory = kernels.memory();
      Map<String, Tensor> values = new LinkedHashMap<>();
      values.put("small", memory.allocate(ElementType.FLOAT32, Shape.of(2, 3)));
      values.put("huge", huge());
      long held = memory.bytesHeld();
      assertThatThrownBy(() -> new PlanOutputs(memory, ElementType.FLOAT64, values, Map.of()))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("FLOAT64 [32768, 32768, 32768]");
      assertThat(memory.bytesHeld()).isEqualTo(held);
    }
  }
}
