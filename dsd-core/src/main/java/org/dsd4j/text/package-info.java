/**
 * Words, characters and their numbers.
 *
 * <p>Read {@link org.dsd4j.text.Vocabulary}, {@link org.dsd4j.text.Alphabet}, {@link
 * org.dsd4j.text.Tokenizer}.
 *
 * <p>Does not belong here: a network.
 */
@NullMarked
package org.dsd4j.text;

import org.jspecify.annotations.NullMarked;
