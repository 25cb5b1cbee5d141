package org.dsd4j.io.tensor;

import java.util.Map;
import org.dsd4j.internal.Internal;

/**
 * What a file holds.
 *
 * @param tensors by name, in the file's order
 * @param metadata what else is said, in the file's order
 * @hidden
 */
@Internal
public record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}
