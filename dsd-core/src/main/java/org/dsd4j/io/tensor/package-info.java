/**
 * Named tensors, as every file format has them: in memory, in mapped files, converted, checked.
 *
 * <p>Read {@link org.dsd4j.io.tensor.NamedTensor}, {@link org.dsd4j.io.tensor.StoredTensor}, {@code
 * MappedFile}.
 *
 * <p>Does not belong here: a file format.
 */
@NullMarked
package org.dsd4j.io.tensor;

import org.jspecify.annotations.NullMarked;
