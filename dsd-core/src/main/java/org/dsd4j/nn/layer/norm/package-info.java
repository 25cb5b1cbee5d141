/**
 * Normalisation: over batches, features, channels, sequences.
 *
 * <p>Read {@link org.dsd4j.nn.layer.norm.BatchNorm}, then the others by name.
 *
 * <p>Does not belong here: formulas: they are kernels.
 */
@NullMarked
package org.dsd4j.nn.layer.norm;

import org.jspecify.annotations.NullMarked;
