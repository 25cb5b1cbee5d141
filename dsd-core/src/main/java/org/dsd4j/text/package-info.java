/** Texts as tokens, numbers for tokens, models of texts, and measures of how two texts differ. */
@NullMarked
package org.dsd4j.text;

import org.jspecify.annotations.NullMarked;
