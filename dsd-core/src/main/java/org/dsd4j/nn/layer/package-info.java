/**
 * Layers without a package of their own: dense, activations, sums, dropout, embeddings, windows
 * over steps. One class for each.
 *
 * <p>Read {@link org.dsd4j.nn.layer.Dense}, then the others by name.
 *
 * <p>Does not belong here: state, pruning, losses.
 */
@NullMarked
package org.dsd4j.nn.layer;

import org.jspecify.annotations.NullMarked;
