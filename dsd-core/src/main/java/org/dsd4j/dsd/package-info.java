/**
 * Dense-sparse-dense training beside its control.
 *
 * <p>Read {@link org.dsd4j.dsd.DsdSchedule}, {@link org.dsd4j.dsd.DsdTrainer}, {@link
 * org.dsd4j.dsd.DsdResult}; {@code MaskedPhases} sets and drops the masks.
 *
 * <p>Does not belong here: arithmetic on weights but regrowth.
 */
@NullMarked
package org.dsd4j.dsd;

import org.jspecify.annotations.NullMarked;
