/**
 * The interface of layers: what a layer declares, such as parameters with roles and masks, and the
 * passes in which it computes.
 *
 * <p>Read {@link org.dsd4j.nn.spec.Layer}, {@link org.dsd4j.nn.spec.Pass}, {@link
 * org.dsd4j.nn.spec.Parameter}.
 *
 * <p>Does not belong here: anything that knows the network a layer is in.
 */
@NullMarked
package org.dsd4j.nn.spec;

import org.jspecify.annotations.NullMarked;
