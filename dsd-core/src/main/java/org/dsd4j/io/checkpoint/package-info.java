/**
 * Folders of checkpoints: written whole or not at all, with checksums, locked by one run.
 *
 * <p>Read {@link org.dsd4j.io.checkpoint.CheckpointFolder}, {@code SavedCheckpoint}.
 *
 * <p>Does not belong here: anything of what a run saves.
 */
@NullMarked
package org.dsd4j.io.checkpoint;

import org.jspecify.annotations.NullMarked;
