/**
 * Shared parts of implementations of kernels: index arithmetic, packed sequences, activations as
 * formulas.
 *
 * <p>Read the types in any order.
 *
 * <p>Does not belong here: anything that depends on one implementation.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.support;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
