package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Mask;

/**
 * A mask as a tensor of booleans: 1 for each weight that is kept.
 *
 * @param name its name in files
 * @param mask the mask
 * @hidden
 */
@Internal
public record MaskTensor(String name, Mask mask) implements NamedTensor {
  @Override
  public StoredType type() {
    return StoredType.BOOL;
  }

  @Override
  public List<Long> extents() {
    return Arrays.stream(mask.shape().toLongs()).boxed().toList();
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    byte[] run = new byte[Math.min(RUN, mask.size())];
    for (long from = 0; from < mask.size(); from += run.length) {
      int count = (int) Math.min(run.length, mask.size() - from);
      for (int i = 0; i < count; i++) {
        run[i] = (byte) (mask.keeps((int) from + i) ? 1 : 0);
      }
      reader.accept(ByteBuffer.wrap(run, 0, count));
    }
  }
}
