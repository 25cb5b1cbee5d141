package org.dsd4j.text.ctc;

import org.dsd4j.text.Alphabet;

/**
 * Reads a text off what a network trained with CTC (Graves et al. 2006) makes of a sequence.
 *
 * <pre>{@code
 * CtcDecoder decoder = CtcDecoder.beamSearch(Alphabet.english(), 100)
 *     .languageModel(NgramModel.read(Path.of("3-gram.arpa.gz")), 0.5)
 *     .wordBonus(1);
 * String text = decoder.decode(logits, 0, steps, Alphabet.english().size());
 * }</pre>
 *
 * <p>Decoders are immutable and safe to use from several threads at once. Equal outputs, equal
 * texts.
 */
@FunctionalInterface
public interface CtcDecoder {
  /**
   * The text of a sequence; empty if that has no steps.
   *
   * @param outputs logits, or logarithms of probabilities, whose softmax they are themselves; an
   *     array in which [steps, labels] of them are the sequence's. Negative infinity is a
   *     probability of 0.
   * @param offset where they begin
   * @param steps how many steps there are, 0 or more
   * @param labels how many outputs a step has: as many as the alphabet has labels, the {@linkplain
   *     Alphabet#BLANK blank} among them
   * @throws IllegalArgumentException if there are other than the alphabet's labels, or the array
   *     ends before the sequence
   * @throws ArithmeticException if an output is not a number or positive infinity, or all of a step
   *     are negative infinity
   */
  String decode(float[] outputs, int offset, int steps, int labels);

  /**
   * Takes the best path: the likeliest label of each step, of equal ones the lowest, repeated
   * labels taken for one and blanks left out. Fast; misses texts that many less likely paths spell.
   */
  static CtcDecoder greedy(Alphabet alphabet) {
    return new GreedyCtcDecoder(alphabet);
  }

  /**
   * Sums the paths of each text, for the texts whose beginnings stay among the best.
   *
   * @param width how many beginnings are kept at each step, at least 1; 100 is usual
   */
  static CtcBeamSearch beamSearch(Alphabet alphabet, int width) {
    return CtcBeamSearch.of(alphabet, width);
  }
}
