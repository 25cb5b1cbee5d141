/**
 * How good texts are: error rates by edits, BLEU, perplexity.
 *
 * <p>Read {@link org.dsd4j.text.measure.ErrorRate}, {@link org.dsd4j.text.measure.Bleu}, {@link
 * org.dsd4j.text.measure.Perplexity}.
 *
 * <p>Does not belong here: a network.
 */
@NullMarked
package org.dsd4j.text.measure;

import org.jspecify.annotations.NullMarked;
