package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/**
 * Checks of tensors before they are written.
 *
 * @hidden
 */
@Internal
public final class TensorChecks {
  private TensorChecks() {}

  /** The index of the first element that is infinite or NaN in single precision. */
  public static OptionalLong firstNotFinite(NamedTensor tensor) {
    FiniteCheck check = new FiniteCheck();
    tensor.floats(check);
    return check.firstBad();
  }

  /** Throws unless all names are not blank, and differ from each other and from a reserved name. */
  public static void checkNames(List<? extends NamedTensor> tensors, String taken) {
    Set<String> names = new HashSet<>(Set.of(taken));
    for (NamedTensor tensor : tensors) {
      boolean isText = StandardCharsets.UTF_8.newEncoder().canEncode(tensor.name());
      Check.argument(
          isText && names.add(tensor.name()),
          "tensors",
          "names of Unicode text that differ from each other and from \"" + taken + "\"",
          tensor.name(),
          "rename one");
    }
  }

  /** Passes on all blocks, and throws unless they have as many bytes as the tensor declares. */
  public static void readWhole(NamedTensor tensor, Consumer<ByteBuffer> reader) {
    long[] left = {tensor.bytes()};
    tensor.runs(
        run -> {
          left[0] -= run.remaining();
          reader.accept(run);
        });
    if (left[0] != 0) {
      throw new IllegalStateException(
          Check.message(
              "tensor " + tensor.name(),
              tensor.bytes() + " bytes",
              tensor.bytes() - left[0],
              "hand out what its type and extents say"));
    }
  }
}
