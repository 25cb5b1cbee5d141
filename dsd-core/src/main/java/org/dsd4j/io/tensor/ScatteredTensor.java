package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Mask;

/**
 * A tensor of which only the elements that a mask keeps are stored, in their order; the others are
 * zero.
 *
 * @param name its name in the network
 * @param mask the elements that are stored
 * @param kept the stored elements, as many as the mask keeps
 * @hidden
 */
@Internal
public record ScatteredTensor(String name, Mask mask, NamedTensor kept) implements NamedTensor {
  @Override
  public StoredType type() {
    return StoredType.F32;
  }

  @Override
  public List<Long> extents() {
    return Arrays.stream(mask.shape().toLongs()).boxed().toList();
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    Scatter scatter = new Scatter(new RunBuffer(bytes(), reader));
    kept.floats(scatter);
    scatter.finish();
  }

  /** Inserts zeros between the kept elements. */
  private final class Scatter implements FloatReader {
    private final RunBuffer whole;
    private int next;

    Scatter(RunBuffer whole) {
      this.whole = whole;
    }

    @Override
    public void read(long from, FloatBuffer run) {
      while (run.hasRemaining()) {
        while (!mask.keeps(next)) {
          put(0f);
        }
        put(run.get());
      }
    }

    void finish() {
      while (next < mask.size()) {
        put(0f);
      }
      whole.flush();
    }

    private void put(float value) {
      whole.put(value);
      next++;
    }
  }
}
