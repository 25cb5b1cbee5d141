/**
 * Networks for text, and sampling from them.
 *
 * <p>Read {@link org.dsd4j.models.text.LanguageModel}, {@link org.dsd4j.models.text.TextSampler}.
 *
 * <p>Does not belong here: data sets.
 */
@NullMarked
package org.dsd4j.models.text;

import org.jspecify.annotations.NullMarked;
