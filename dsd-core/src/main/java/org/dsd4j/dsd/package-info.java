/**
 * Dense-sparse-dense training with its control.
 *
 * <p>Read {@link org.dsd4j.dsd.DsdSchedule}, {@link org.dsd4j.dsd.DsdTrainer}, {@link
 * org.dsd4j.dsd.DsdResult}; {@code MaskedPhases} sets and drops the masks.
 *
 * <p>Does not belong here: arithmetic on weights other than regrowth.
 */
@NullMarked
package org.dsd4j.dsd;

import org.jspecify.annotations.NullMarked;
