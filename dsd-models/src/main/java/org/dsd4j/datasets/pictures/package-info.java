/**
 * Data sets of pictures, and the decoding of picture files.
 *
 * <p>Read {@link org.dsd4j.datasets.pictures.ImageFolder}, {@link
 * org.dsd4j.datasets.pictures.Mnist}, {@link org.dsd4j.datasets.pictures.Cifar10}; {@code
 * EncodedPicture} decodes.
 *
 * <p>Does not belong here: recordings, text.
 */
@NullMarked
package org.dsd4j.datasets.pictures;

import org.jspecify.annotations.NullMarked;
