package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Mask;

/**
 * A mask with one bit for each element, 1 for those that are kept: element i is bit i mod 8, from
 * the lowest, of byte i / 8.
 *
 * @param name its name in files
 * @param mask the mask
 * @hidden
 */
@Internal
public record MaskBits(String name, Mask mask) implements NamedTensor {
  /** The number of bytes for the bits of this many elements. */
  public static long bytes(long elements) {
    return Math.floorDiv(elements - 1, Byte.SIZE) + 1;
  }

  @Override
  public StoredType type() {
    return StoredType.U8;
  }

  @Override
  public List<Long> extents() {
    return List.of(bytes(mask.size()));
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    byte[] run = new byte[(int) Math.min(RUN, bytes())];
    for (long from = 0; from < bytes(); from += run.length) {
      int count = (int) Math.min(run.length, bytes() - from);
      for (int i = 0; i < count; i++) {
        run[i] = bits((from + i) * Byte.SIZE);
      }
      reader.accept(ByteBuffer.wrap(run, 0, count));
    }
  }

  private byte bits(long first) {
    int bits = 0;
    for (int bit = 0; bit < Byte.SIZE && first + bit < mask.size(); bit++) {
      bits |= mask.keeps((int) first + bit) ? 1 << bit : 0;
    }
    return (byte) bits;
  }
}
