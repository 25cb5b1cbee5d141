/**
 * Networks for speech.
 *
 * <p>Read {@link org.dsd4j.models.speech.DeepSpeech2}, {@link org.dsd4j.models.speech.DeepSpeech1}.
 *
 * <p>Does not belong here: data sets.
 */
@NullMarked
package org.dsd4j.models.speech;

import org.jspecify.annotations.NullMarked;
