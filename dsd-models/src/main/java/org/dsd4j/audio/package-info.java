/** Recordings of speech in WAV and FLAC files, their features and what changes both at random. */
@NullMarked
package org.dsd4j.audio;

import org.jspecify.annotations.NullMarked;
