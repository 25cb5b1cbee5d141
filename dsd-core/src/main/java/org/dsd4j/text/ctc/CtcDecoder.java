package org.dsd4j.text.ctc;

import org.dsd4j.text.Alphabet;

/**
 * Decodes the outputs of a network trained with CTC (Graves et al. 2006) into a text.
 *
 * <pre>{@code
 * CtcDecoder decoder = CtcDecoder.beamSearch(Alphabet.english(), 100)
 *     .languageModel(NgramModel.read(Path.of("3-gram.arpa.gz")), 0.5)
 *     .wordBonus(1);
 * String text = decoder.decode(logits, 0, steps, Alphabet.english().size());
 * }</pre>
 *
 * <p>Decoders are immutable and thread-safe. Equal outputs give equal texts.
 */
@FunctionalInterface
public interface CtcDecoder {
  /**
   * The text of a sequence; empty if the sequence has no steps.
   *
   * @param outputs an array that contains the sequence's logits or logarithms of probabilities,
   *     [steps, labels]; negative infinity is a probability of 0
   * @param offset the index of the sequence's first output
   * @param steps the number of steps, 0 or more
   * @param labels the number of outputs of a step, equal to the number of the alphabet's labels,
   *     including the {@linkplain Alphabet#BLANK blank}
   * @throws IllegalArgumentException if the number of labels is not the alphabet's, or the array
   *     ends before the sequence
   * @throws ArithmeticException if an output is NaN or positive infinity, or all outputs of a step
   *     are negative infinity
   */
  String decode(float[] outputs, int offset, int steps, int labels);

  /**
   * Decodes the best path: the likeliest label of each step (the lowest of equal ones), with
   * repeated labels merged and blanks removed. Fast, but misses texts whose probability is spread
   * over many paths.
   */
  static CtcDecoder greedy(Alphabet alphabet) {
    return new GreedyCtcDecoder(alphabet);
  }

  /**
   * Prefix beam search: sums the probabilities of each text's paths and keeps the best prefixes.
   *
   * @param width the number of prefixes kept at each step, at least 1; 100 is usual
   */
  static CtcBeamSearch beamSearch(Alphabet alphabet, int width) {
    return CtcBeamSearch.of(alphabet, width);
  }
}
