/**
 * Networks that generate captions of pictures, and beam search.
 *
 * <p>Read {@link org.dsd4j.models.caption.NeuralTalk}, {@link
 * org.dsd4j.models.caption.CaptionGenerator}.
 *
 * <p>Does not belong here: data sets.
 */
@NullMarked
package org.dsd4j.models.caption;

import org.jspecify.annotations.NullMarked;
