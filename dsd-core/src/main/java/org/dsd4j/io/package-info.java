/**
 * Weights in files.
 *
 * <p>A file format knows {@link org.dsd4j.io.NamedTensor named tensors} and nothing of networks:
 * {@link org.dsd4j.io.SafeTensors} and {@link org.dsd4j.io.PyTorchFile} write them, {@link
 * org.dsd4j.io.WeightFile} reads either. What names a network has, and how far a file must agree
 * with them, is the business of {@link org.dsd4j.io.WeightLoading}.
 */
@NullMarked
package org.dsd4j.io;

import org.jspecify.annotations.NullMarked;
