/**
 * Tokens and characters, and their numbers in vocabularies and alphabets.
 *
 * <p>Read {@link org.dsd4j.text.Vocabulary}, {@link org.dsd4j.text.Alphabet}, {@link
 * org.dsd4j.text.Tokenizer}.
 *
 * <p>Does not belong here: networks.
 */
@NullMarked
package org.dsd4j.text;

import org.jspecify.annotations.NullMarked;
