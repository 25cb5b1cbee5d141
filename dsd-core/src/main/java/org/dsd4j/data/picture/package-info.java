/**
 * Transforms of pictures: framing, augmentation, normalisation.
 *
 * <p>Read {@link org.dsd4j.data.picture.Pictures} and {@link org.dsd4j.data.picture.Augment}, then
 * what they are made of.
 *
 * <p>Does not belong here: a file format: those are read by the module of models.
 */
@NullMarked
package org.dsd4j.data.picture;

import org.jspecify.annotations.NullMarked;
