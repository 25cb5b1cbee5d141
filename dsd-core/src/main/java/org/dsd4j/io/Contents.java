package org.dsd4j.io;

import java.util.Map;

/**
 * What a file holds.
 *
 * @param tensors by name, in the file's order
 * @param metadata what else is said, in the file's order
 */
record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}
