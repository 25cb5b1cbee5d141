package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Mask;

/**
 * The elements of a tensor that its mask keeps, in their order, as a vector in single precision.
 *
 * @param name its name in files
 * @param whole all elements; those that the mask does not keep must be zero
 * @param mask the elements to keep
 * @hidden
 */
@Internal
public record KeptTensor(String name, NamedTensor whole, Mask mask) implements NamedTensor {
  @Override
  public StoredType type() {
    return StoredType.F32;
  }

  @Override
  public List<Long> extents() {
    return List.of((long) mask.keptCount());
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    RunBuffer kept = new RunBuffer(bytes(), reader);
    whole.floats(
        (from, run) -> {
          for (int i = 0; i < run.limit(); i++) {
            int index = (int) from + i;
            if (mask.keeps(index)) {
              kept.put(run.get(i));
            } else if (run.get(i) != 0) {
              throw new IllegalArgumentException(
                  Check.message(
                      "element " + index + " of " + whole.name(),
                      "0, as its mask has it",
                      run.get(i),
                      "set masked weights to zero, or drop the mask"));
            }
          }
        });
    kept.flush();
  }
}
