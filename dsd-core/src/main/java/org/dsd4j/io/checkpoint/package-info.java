/**
 * Folders of checkpoints: each written completely or not at all, with checksums, locked by one run.
 *
 * <p>Read {@link org.dsd4j.io.checkpoint.CheckpointFolder}, {@code SavedCheckpoint}.
 *
 * <p>Does not belong here: the content of a run's checkpoints, which is in {@code
 * train.checkpoint}.
 */
@NullMarked
package org.dsd4j.io.checkpoint;

import org.jspecify.annotations.NullMarked;
