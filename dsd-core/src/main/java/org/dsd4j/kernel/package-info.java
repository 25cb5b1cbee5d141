/**
 * The operations by which layers, losses and optimizers compute, as small interfaces.
 *
 * <p>Read {@link org.dsd4j.kernel.Kernels}, which bundles them, then {@link
 * org.dsd4j.kernel.Expression}, the language of elementwise formulas; {@link
 * org.dsd4j.kernel.choice} picks an implementation.
 *
 * <p>Does not belong here: implementations, which are found as services and are not named anywhere
 * else.
 */
@NullMarked
package org.dsd4j.kernel;

import org.jspecify.annotations.NullMarked;
