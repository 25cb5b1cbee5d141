/**
 * Recurrent layers on oneDNN: sweeps over steps, whose products are primitives.
 *
 * <p>Read {@code OnednnRecurrent}, {@code ForwardSweep}, {@code CellSteps}.
 *
 * <p>Does not belong here: another family.
 */
@Internal
@NullMarked
package org.dsd4j.kernel.onednn.recurrent;

import org.dsd4j.internal.Internal;
import org.jspecify.annotations.NullMarked;
