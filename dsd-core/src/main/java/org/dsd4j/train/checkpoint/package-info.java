/**
 * Saving a run in the background and taking it up again with the same bits.
 *
 * <p>Read {@link org.dsd4j.train.checkpoint.Checkpoints}, {@code SavedTraining}, {@code RunKeeper}.
 *
 * <p>Does not belong here: a file format: those are below in {@link org.dsd4j.io}.
 */
@NullMarked
package org.dsd4j.train.checkpoint;

import org.jspecify.annotations.NullMarked;
