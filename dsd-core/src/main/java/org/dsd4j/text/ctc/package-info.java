/**
 * Decodes the outputs of CTC into text: best path, and prefix beam search with a language model.
 *
 * <p>Read {@link org.dsd4j.text.ctc.CtcDecoder}, then its two kinds.
 *
 * <p>Does not belong here: the CTC loss, which is a kernel.
 */
@NullMarked
package org.dsd4j.text.ctc;

import org.jspecify.annotations.NullMarked;
