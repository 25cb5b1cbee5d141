/**
 * Training of one phase by one call.
 *
 * <p>Read {@link org.dsd4j.train.Trainer}, {@link org.dsd4j.train.TrainingBuilder}.
 *
 * <p>Does not belong here: pruning.
 */
@NullMarked
package org.dsd4j.train;

import org.jspecify.annotations.NullMarked;
