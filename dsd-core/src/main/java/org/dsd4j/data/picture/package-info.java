/**
 * Transforms of pictures: framing, augmentation, normalisation.
 *
 * <p>Read {@link org.dsd4j.data.picture.Pictures} and {@link org.dsd4j.data.picture.Augment}, then
 * the classes that they use.
 *
 * <p>Does not belong here: file formats, which are read in dsd-models.
 */
@NullMarked
package org.dsd4j.data.picture;

import org.jspecify.annotations.NullMarked;
