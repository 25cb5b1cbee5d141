/**
 * Kernels made of ND4J's operations, on any backend of ND4J.
 *
 * <p>Read {@code Nd4jKernels}, then a family such as {@code Nd4jProducts}.
 *
 * <p>Does not belong here: oneDNN.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.nd4j;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
