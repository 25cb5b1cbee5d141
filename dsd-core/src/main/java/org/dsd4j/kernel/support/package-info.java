/**
 * What implementations of kernels share: index arithmetic, packed sequences, activations written as
 * formulas.
 *
 * <p>Read Each type by itself.
 *
 * <p>Does not belong here: anything that depends on one implementation.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.support;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
