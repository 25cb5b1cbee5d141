/**
 * WAV and FLAC files.
 *
 * <p>Read {@link org.dsd4j.audio.file.AudioFile}, then a format.
 *
 * <p>Does not belong here: audio features.
 */
@NullMarked
package org.dsd4j.audio.file;

import org.jspecify.annotations.NullMarked;
