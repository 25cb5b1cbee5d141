/**
 * N-gram language models: estimated, read from ARPA files, asked for probabilities.
 *
 * <p>Read {@link org.dsd4j.text.ngram.NgramModel}, {@link org.dsd4j.text.ngram.KneserNey}.
 *
 * <p>Does not belong here: a decoder.
 */
@NullMarked
package org.dsd4j.text.ngram;

import org.jspecify.annotations.NullMarked;
