package org.dsd4j.io.tensor;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/**
 * Tensors that a checkpoint keeps in one file.
 *
 * @param key the group's name in the checkpoint: small letters, digits and hyphens
 * @param lasting whether a key always means the same values in this run, so that a file that an
 *     earlier checkpoint wrote will do
 * @param tensors the tensors
 */
public record TensorGroup(String key, boolean lasting, List<NamedTensor> tensors) {
  /**
   * The form of a key.
   *
   * @hidden
   */
  @Internal public static final String KEY = "[a-z0-9-]{1,80}";

  /** Checks the key. */
  public TensorGroup {
    Check.argument(key.matches(KEY), "key", "small letters, digits and hyphens", key, "name it so");
    tensors = List.copyOf(tensors);
  }
}
