/**
 * Connectionist temporal classification on the heap, for implementations without one of their own.
 *
 * <p>Read {@link org.dsd4j.kernel.ctc.HeapCtc}, then the forward and backward variables it sums.
 *
 * <p>Does not belong here: anything but this loss.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.ctc;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
