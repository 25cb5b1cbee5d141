/**
 * The loop: steps, epochs, validation, losses that are not finite.
 *
 * <p>Read {@link org.dsd4j.train.loop.TrainingStep}, {@link org.dsd4j.train.loop.Learner}, {@link
 * org.dsd4j.train.loop.TrainingSession}, {@code PhaseRun}.
 *
 * <p>Does not belong here: files.
 */
@NullMarked
package org.dsd4j.train.loop;

import org.jspecify.annotations.NullMarked;
