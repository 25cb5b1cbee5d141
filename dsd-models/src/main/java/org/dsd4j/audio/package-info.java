/**
 * Recordings and the features that speech networks read.
 *
 * <p>Read {@link org.dsd4j.audio.Recording}, {@link org.dsd4j.audio.AudioFeatures}, {@link
 * org.dsd4j.audio.LogMel}.
 *
 * <p>Does not belong here: networks.
 */
@NullMarked
package org.dsd4j.audio;

import org.jspecify.annotations.NullMarked;
