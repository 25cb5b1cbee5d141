/**
 * Pictures with captions, read or drawn.
 *
 * <p>Read {@link org.dsd4j.datasets.captions.CaptionDataset}, {@link
 * org.dsd4j.datasets.captions.ShapeScenes}.
 *
 * <p>Does not belong here: recordings.
 */
@NullMarked
package org.dsd4j.datasets.captions;

import org.jspecify.annotations.NullMarked;
