package org.dsd4j.kernel.onednn.primitive;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its settings on given tensors. The same call is repeated in every step, so its
 * primitives are prepared once.
 *
 * @param operation its name
 * @param settings its settings, compared by value
 * @param tensors the tensors themselves, in the operation's order; null for one that is not
 *     requested
 */
public record Call(String operation, Object settings, List<@Nullable Tensor> tensors) {
  public static Call of(String operation, Object settings, @Nullable Tensor... tensors) {
    @Nullable Tensor[] themselves = new Tensor[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      Tensor tensor = tensors[i];
      themselves[i] = tensor == null ? null : OnednnTensor.of(tensor);
    }
    return new Call(operation, settings, Arrays.asList(themselves));
  }

  /** For messages: the operation, its settings and the tensors' shapes. */
  @Override
  public String toString() {
    return operation + " (" + settings + ") of " + tensors;
  }
}
