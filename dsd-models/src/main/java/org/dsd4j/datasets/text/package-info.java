/**
 * Text as streams of tokens.
 *
 * <p>Read {@link org.dsd4j.datasets.text.PlainText}, {@link org.dsd4j.datasets.text.TokenStream}.
 *
 * <p>Does not belong here: recordings, pictures.
 */
@NullMarked
package org.dsd4j.datasets.text;

import org.jspecify.annotations.NullMarked;
