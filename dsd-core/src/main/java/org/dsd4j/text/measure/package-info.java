/**
 * Measures of texts: error rates from edit distances, BLEU, perplexity.
 *
 * <p>Read {@link org.dsd4j.text.measure.ErrorRate}, {@link org.dsd4j.text.measure.Bleu}, {@link
 * org.dsd4j.text.measure.Perplexity}.
 *
 * <p>Does not belong here: networks.
 */
@NullMarked
package org.dsd4j.text.measure;

import org.jspecify.annotations.NullMarked;
