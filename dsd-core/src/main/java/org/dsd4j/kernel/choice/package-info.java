/**
 * Finds and chooses the kernels of a network.
 *
 * <p>Read {@link org.dsd4j.kernel.choice.KernelsProvider}, then {@link
 * org.dsd4j.kernel.choice.KernelChoice}.
 *
 * <p>Does not belong here: implementations, which the service loader finds by the providers in
 * {@code META-INF/services}.
 */
@NullMarked
package org.dsd4j.kernel.choice;

import org.jspecify.annotations.NullMarked;
