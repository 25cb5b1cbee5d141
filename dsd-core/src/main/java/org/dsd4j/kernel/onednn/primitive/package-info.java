/**
 * oneDNN's primitives: how a call is prepared once, kept, and executed.
 *
 * <p>Read {@code Call}, {@code Preparation}, {@code Calls}, then what is prepared, such as {@code
 * ConvolutionPrimitives}.
 *
 * <p>Does not belong here: loops over elements: those are in the room for the heap.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.onednn.primitive;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
