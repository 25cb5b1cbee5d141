/**
 * Saves runs in the background and resumes them with the same bits.
 *
 * <p>Read {@link org.dsd4j.train.checkpoint.Checkpoints}, {@code SavedTraining}, {@code RunKeeper};
 * {@code SavedRows} has the fields of runs and phases in a file, in both directions, {@code
 * ResumeCheck} what a resumed run must not change.
 *
 * <p>Does not belong here: file formats, which are in {@link org.dsd4j.io}.
 */
@NullMarked
package org.dsd4j.train.checkpoint;

import org.jspecify.annotations.NullMarked;
