/**
 * Kernels for CPUs that call oneDNN directly, one class for each family of operations.
 *
 * <p>Read {@code OnednnKernels}, then a family such as {@code OnednnProducts}.
 *
 * <p>Does not belong here: ND4J arrays.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.onednn;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
