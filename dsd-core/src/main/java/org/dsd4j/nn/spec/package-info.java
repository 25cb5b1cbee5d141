/**
 * What a layer is, and what it declares and gets: parameters with their roles and masks, modes,
 * passes.
 *
 * <p>Read {@link org.dsd4j.nn.spec.Layer}, {@link org.dsd4j.nn.spec.Pass}, {@link
 * org.dsd4j.nn.spec.Parameter}.
 *
 * <p>Does not belong here: anything that knows the network a layer is in.
 */
@NullMarked
package org.dsd4j.nn.spec;

import org.jspecify.annotations.NullMarked;
