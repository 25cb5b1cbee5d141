/**
 * How the kernels of a network are found and chosen.
 *
 * <p>Read {@link org.dsd4j.kernel.choice.KernelsProvider}, then {@link
 * org.dsd4j.kernel.choice.KernelChoice}.
 *
 * <p>Does not belong here: an implementation: the service loader finds them.
 */
@NullMarked
package org.dsd4j.kernel.choice;

import org.jspecify.annotations.NullMarked;
