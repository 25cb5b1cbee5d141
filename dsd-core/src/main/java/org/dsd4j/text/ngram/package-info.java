/**
 * N-gram language models: estimation, ARPA files, probabilities.
 *
 * <p>Read {@link org.dsd4j.text.ngram.NgramModel}, {@link org.dsd4j.text.ngram.KneserNey}.
 *
 * <p>Does not belong here: decoders.
 */
@NullMarked
package org.dsd4j.text.ngram;

import org.jspecify.annotations.NullMarked;
