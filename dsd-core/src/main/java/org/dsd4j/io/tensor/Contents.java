package org.dsd4j.io.tensor;

import java.util.Map;
import org.dsd4j.internal.Internal;

/**
 * The contents of a file.
 *
 * @param tensors the tensors by name, in the file's order
 * @param metadata further information, in the file's order
 * @hidden
 */
@Internal
public record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}
