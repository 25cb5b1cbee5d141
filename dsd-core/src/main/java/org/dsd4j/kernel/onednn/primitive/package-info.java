/**
 * oneDNN's primitives: how a call is prepared once, kept, and executed.
 *
 * <p>Read {@code Call}, {@code Preparation}, {@code Calls}, then operations such as {@code
 * ConvolutionPrimitives}.
 *
 * <p>Does not belong here: loops over elements, which are in {@code kernel.onednn.heap}.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.onednn.primitive;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
