package org.dsd4j.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Splits a text into tokens. The tokenizers of this interface are deterministic and independent of
 * the language.
 */
@FunctionalInterface
public interface Tokenizer {
  /** The tokens of a text in their order; an empty list if the text has none. */
  List<String> tokens(String text);

  /**
   * Words in lower case, and each punctuation mark as a token of its own. A word is a run of
   * letters, marks and digits, with single apostrophes in between: {@code "It's a tri-color dog."}
   * becomes {@code it's a tri - color dog .} Every other character that is not white space is
   * punctuation.
   */
  static Tokenizer words() {
    return text -> Words.of(text.toLowerCase(Locale.ROOT), Words.WITH_PUNCTUATION);
  }

  /** The words of {@link #words()} without the punctuation. */
  static Tokenizer wordsWithoutPunctuation() {
    return text -> Words.of(text.toLowerCase(Locale.ROOT), Words.ALONE);
  }

  /** Each character (Unicode code point) is a token, white space too. */
  static Tokenizer characters() {
    return text -> text.codePoints().mapToObj(Character::toString).toList();
  }

  /** The unchanged parts between white space: for texts that are tokenized already. */
  static Tokenizer whitespace() {
    return text ->
        Arrays.stream(Words.SPACE.split(text)).filter(token -> !token.isEmpty()).toList();
  }

  /**
   * The words of a text with a tag for each, {@code The/at jury/nn said/vbd}, such as the Brown
   * corpus. What follows a token's last '/' is its tag. Fails with an {@link
   * IllegalArgumentException} where a word or tag is missing.
   */
  static Tokenizer taggedWords() {
    return text -> whitespace().tokens(text).stream().map(Words::untagged).toList();
  }

  /** This tokenizer's tokens in lower case. */
  default Tokenizer lowerCase() {
    return changing(token -> token.toLowerCase(Locale.ROOT));
  }

  /** This tokenizer's tokens, each changed by a function. */
  default Tokenizer changing(UnaryOperator<String> change) {
    return text -> tokens(text).stream().map(change).toList();
  }
}
