/**
 * Handles on memory: {@link org.dsd4j.tensor.Tensor} with its {@link org.dsd4j.tensor.Shape} and
 * element type, lengths of sequences, and seeds from which all randomness is drawn.
 *
 * <p>Read {@link org.dsd4j.tensor.Shape}, {@link org.dsd4j.tensor.Tensor}, {@link
 * org.dsd4j.tensor.Seed}, {@link org.dsd4j.tensor.Lengths}.
 *
 * <p>Does not belong here: arithmetic, which is the task of {@link org.dsd4j.kernel}.
 */
@NullMarked
package org.dsd4j.tensor;

import org.jspecify.annotations.NullMarked;
