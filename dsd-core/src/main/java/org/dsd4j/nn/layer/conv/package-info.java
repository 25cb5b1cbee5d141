/**
 * Convolution, pooling and resampling of images [N, H, W, C].
 *
 * <p>Read {@link org.dsd4j.nn.layer.conv.Conv2d}, then the others by name.
 *
 * <p>Does not belong here: a layer for sequences.
 */
@NullMarked
package org.dsd4j.nn.layer.conv;

import org.jspecify.annotations.NullMarked;
