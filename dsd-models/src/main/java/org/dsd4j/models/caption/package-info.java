/**
 * Networks that describe pictures, and search over their sentences.
 *
 * <p>Read {@link org.dsd4j.models.caption.NeuralTalk}, {@link
 * org.dsd4j.models.caption.CaptionGenerator}.
 *
 * <p>Does not belong here: a data set.
 */
@NullMarked
package org.dsd4j.models.caption;

import org.jspecify.annotations.NullMarked;
