/**
 * Networks for pictures.
 *
 * <p>Read {@link org.dsd4j.models.vision.LeNet}, {@link org.dsd4j.models.vision.Vgg}, {@link
 * org.dsd4j.models.vision.ResNet}, {@link org.dsd4j.models.vision.GoogLeNet}.
 *
 * <p>Does not belong here: data sets.
 */
@NullMarked
package org.dsd4j.models.vision;

import org.jspecify.annotations.NullMarked;
