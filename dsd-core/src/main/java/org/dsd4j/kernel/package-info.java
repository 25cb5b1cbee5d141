/**
 * The operations that layers, losses and optimizers compute with, as small interfaces.
 *
 * <p>Read {@link org.dsd4j.kernel.Kernels} bundles them; {@link org.dsd4j.kernel.Expression} is the
 * language of elementwise formulas; {@link org.dsd4j.kernel.choice} picks an implementation.
 *
 * <p>Does not belong here: an implementation: those are found as services, and nothing outside of
 * them names one.
 */
@NullMarked
package org.dsd4j.kernel;

import org.jspecify.annotations.NullMarked;
