/**
 * Tensors as ND4J's arrays, their scratch memory, and operations that several families use.
 *
 * <p>Read {@code Nd4jTensor}, then {@code Scratch}.
 *
 * <p>Does not belong here: a family of operations.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.nd4j.array;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
