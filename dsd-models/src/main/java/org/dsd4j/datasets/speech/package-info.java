/**
 * Recordings with transcripts.
 *
 * <p>Read {@link org.dsd4j.datasets.speech.SpeechDataset}, {@link
 * org.dsd4j.datasets.speech.SpeechManifest}.
 *
 * <p>Does not belong here: pictures.
 */
@NullMarked
package org.dsd4j.datasets.speech;

import org.jspecify.annotations.NullMarked;
