package org.dsd4j.text.ctc;

import org.dsd4j.text.Alphabet;

/** Decodes the text of the best path. */
record GreedyCtcDecoder(Alphabet alphabet) implements CtcDecoder {
  @Override
  public String decode(float[] outputs, int offset, int steps, int labels) {
    CtcOutputs sequence = CtcOutputs.of(alphabet, outputs, offset, steps, labels);
    int[] path = new int[steps];
    for (int t = 0; t < steps; t++) {
      path[t] = sequence.likeliest(t);
    }
    return alphabet.decodePath(path);
  }

  @Override
  public String toString() {
    return "best path";
  }
}
