package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Memory} does. */
public abstract class MemoryContract extends OpenKernels {
  @Test
  void saysWhatItIs() {
    assertThat(kernels.name()).isNotBlank();
    assertThat(kernels.description()).isNotBlank();
  }

  @Test
  void memoryStartsAtZeroAndIsGivenBack() {
    long before = memory.bytesHeld();
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(3, 5));
    Tensor wide = memory.allocate(ElementType.FLOAT64, Shape.of(2));
    assertThat(tensor.toFloats()).containsOnly(0);
    assertThat(tensor.shape()).isEqualTo(Shape.of(3, 5));
    assertThat(wide.type()).isEqualTo(ElementType.FLOAT64);
    assertThat(memory.bytesHeld() - before).isEqualTo(3 * 5 * 4 + 2 * 8);
    memory.release(tensor);
    memory.release(tensor);
    memory.release(wide);
    assertThat(memory.bytesHeld()).isEqualTo(before);
  }

  @Test
  void aViewSharesItsSource() {
    Tensor source = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    long held = memory.bytesHeld();
    Tensor view = memory.view(source, Shape.of(3, 2));
    assertThat(view.shape()).isEqualTo(Shape.of(3, 2));
    memory.fill(view, 9);
    assertThat(source.toFloats()).containsOnly(9);
    memory.release(view);
    assertThat(memory.bytesHeld()).isEqualTo(held);
    source.set(new float[] {1, 2, 3, 4, 5, 6});
    assertThat(view.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> memory.view(source, Shape.of(7)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("6 elements");
  }

  @Test
  void aViewMayBeOfAPart() {
    Tensor source = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor part = memory.view(source, 2, Shape.of(3, 1));
    assertThat(part.toFloats()).containsExactly(3, 4, 5);
    Tensor within = memory.view(part, 1, Shape.of(2));
    memory.fill(within, 9);
    assertThat(source.toFloats()).containsExactly(1, 2, 3, 9, 9, 6);
    // Operations on parts leave the rest alone.
    kernels.elementwise().add(part, part, false, part);
    assertThat(source.toFloats()).containsExactly(1, 2, 6, 18, 18, 6);
    for (long offset : new long[] {-1, 4}) {
      assertThatThrownBy(() -> memory.view(source, offset, Shape.of(3)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("elements from number " + offset)
          .hasMessageContaining("for shape [2, 3]");
    }
  }

  @Test
  void tooLargeATensorSaysSoAndHarmsNothing() {
    Tensor tensor = vector(1, 2);
    long held = memory.bytesHeld();
    Shape huge = Shape.of(1 << 15, 1 << 15, 1 << 15);
    assertThatThrownBy(() -> memory.allocate(ElementType.FLOAT32, huge))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("FLOAT32 " + huge)
        .hasMessageContaining("140,737,488,355,328 bytes")
        .hasMessageContaining("take a smaller batch");
    assertThat(memory.bytesHeld()).isEqualTo(held);
    kernels.elementwise().add(tensor, tensor, false, tensor);
    assertThat(tensor.toFloats()).containsExactly(2, 4);
  }

  @Test
  void valuesCrossTheBorderAsCopies() {
    Tensor tensor = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    var copy = tensor.toArray();
    assertThat(copy.shape()).containsExactly(2, 2);
    copy.assign(7);
    assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4);
    tensor.set(copy.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE));
    assertThat(tensor.toFloats()).containsOnly(7);
    Tensor other = empty(4);
    memory.copy(tensor, other);
    memory.fill(tensor, 0);
    assertThat(other.toFloats()).containsOnly(7);
    assertThatThrownBy(() -> tensor.set(new float[3]))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 2]")
        .hasMessageContaining("received 3");
  }

  @Test
  void valuesCrossTheBorderInRuns() {
    for (ElementType type : ElementType.values()) {
      Tensor tensor = memory.allocate(type, Shape.of(3, 7));
      tensor.set(0, new float[] {1, 2, 3});
      FloatBuffer values = FloatBuffer.wrap(new float[] {9, 4, 5, 6, 9}, 1, 3);
      tensor.set(17, values);
      assertThat(values.position()).isEqualTo(4);
      FloatBuffer all = FloatBuffer.allocate(21);
      tensor.get(0, all);
      assertThat(all.hasRemaining()).isFalse();
      assertThat(all.array()).isEqualTo(tensor.toFloats()).startsWith(1, 2, 3, 0);
      FloatBuffer direct =
          ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      tensor.get(18, direct);
      assertThat(new float[] {direct.get(0), direct.get(1)}).containsExactly(5, 6);
      tensor.set(1, direct.flip());
      assertThat(tensor.toFloats()).startsWith(1, 5, 6, 0);
      for (long from : new long[] {-1, 20, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> tensor.set(from, new float[2]))
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("elements from number " + from);
        assertThatThrownBy(() -> tensor.get(from, FloatBuffer.allocate(2)))
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("received 2");
      }
      memory.release(tensor);
    }
  }

  @Test
  void longRunsCrossTheBorderWhole() {
    float[] values = Numbers.floats(Numbers.normal(3 << 19, 5));
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(values.length + 1));
    tensor.set(1, values);
    float[] read = new float[values.length];
    tensor.get(1, FloatBuffer.wrap(read));
    assertThat(read).isEqualTo(values);
    assertThat(tensor.toFloats()).startsWith(0, values[0]).endsWith(values[values.length - 1]);
  }

  @Test
  void findsWhatIsNotFinite() {
    float[] values = new float[1000];
    Arrays.fill(values, Float.MAX_VALUE);
    Tensor tensor = vector(values);
    assertThat(memory.allFinite(tensor)).isTrue();
    for (float bad : new float[] {NAN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] changed = values.clone();
      changed[777] = bad;
      tensor.set(changed);
      assertThat(memory.allFinite(tensor)).as("%s", bad).isFalse();
    }
  }
}
