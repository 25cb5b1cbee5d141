/**
 * From the outputs of CTC to text: best path, and prefix beam search with a language model.
 *
 * <p>Read {@link org.dsd4j.text.ctc.CtcDecoder}, then its two kinds.
 *
 * <p>Does not belong here: a loss: that is a kernel.
 */
@NullMarked
package org.dsd4j.text.ctc;

import org.jspecify.annotations.NullMarked;
