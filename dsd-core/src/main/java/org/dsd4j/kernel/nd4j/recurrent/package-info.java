/**
 * Recurrent layers made of ND4J's operations, step by step.
 *
 * <p>Read {@code Nd4jRecurrent}, {@code ForwardSteps}, {@code BackwardSteps}.
 *
 * <p>Does not belong here: another family.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.nd4j.recurrent;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
