/**
 * The network: built layer by layer, computed as passes, saved as snapshots.
 *
 * <p>Read {@link org.dsd4j.nn.Network}, {@link org.dsd4j.nn.NetworkBuilder}, {@link
 * org.dsd4j.nn.NetworkPass}.
 *
 * <p>Does not belong here: layers, losses, training.
 */
@NullMarked
package org.dsd4j.nn;

import org.jspecify.annotations.NullMarked;
