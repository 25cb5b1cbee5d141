/**
 * Named tensors, which all file formats share: in memory, in mapped files, converted, checked.
 *
 * <p>Read {@link org.dsd4j.io.tensor.NamedTensor}, {@link org.dsd4j.io.tensor.StoredTensor}, {@code
 * MappedFile}.
 *
 * <p>Does not belong here: file formats.
 */
@NullMarked
package org.dsd4j.io.tensor;

import org.jspecify.annotations.NullMarked;
