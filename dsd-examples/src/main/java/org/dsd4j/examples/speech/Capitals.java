package org.dsd4j.examples.speech;

import java.util.LinkedHashSet;
import java.util.Set;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcDecoder;

/**
 * An alphabet in lower case and its capitals, label by label, for language models whose words are
 * in capitals.
 *
 * @param small the alphabet
 * @param large the same with the capital of each character that has one of its own
 */
record Capitals(Alphabet small, Alphabet large) {
  static Capitals of(Alphabet alphabet) {
    Set<Integer> capitals = new LinkedHashSet<>();
    alphabet
        .characters()
        .codePoints()
        .forEach(
            character -> {
              // Of two characters with the same capital, such as s and long s, the second is
              // unchanged.
              if (!capitals.add(Character.toUpperCase(character))) {
                capitals.add(character);
              }
            });
    StringBuilder characters = new StringBuilder();
    capitals.forEach(characters::appendCodePoint);
    return new Capitals(alphabet, Alphabet.of(characters.toString()));
  }

  /** A text in capitals. */
  String of(String text) {
    return large.decode(small.encode(text));
  }

  /** A decoder of the capitals whose texts are converted to lower case. */
  CtcDecoder inLowerCase(CtcDecoder decoder) {
    return new LowerCase(this, decoder);
  }

  private record LowerCase(Capitals capitals, CtcDecoder decoder) implements CtcDecoder {
    @Override
    public String decode(float[] outputs, int offset, int steps, int labels) {
      String text = decoder.decode(outputs, offset, steps, labels);
      return capitals.small.decode(capitals.large.encode(text));
    }

    @Override
    public String toString() {
      return decoder.toString();
    }
  }
}
