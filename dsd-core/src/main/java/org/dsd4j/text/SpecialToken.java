package org.dsd4j.text;

import java.util.Arrays;
import java.util.Optional;
import org.dsd4j.internal.Internal;

/** Tokens that stand for no word. In files they are written as ARPA files and SRILM write them. */
public enum SpecialToken {
  /** Any token that a vocabulary lacks. */
  UNKNOWN("<unk>"),
  /** What comes before the first token of a sentence. */
  START("<s>"),
  /** What comes after the last token of a sentence. */
  END("</s>");

  private final String text;

  SpecialToken(String text) {
    this.text = text;
  }

  /** How it is written. */
  public String text() {
    return text;
  }

  /**
   * The one that is written so but for capitals.
   *
   * @hidden
   */
  @Internal
  public static Optional<SpecialToken> ofAnyCase(String text) {
    return Arrays.stream(values()).filter(token -> token.text.equalsIgnoreCase(text)).findFirst();
  }

  /**
   * The one that is written so.
   *
   * @hidden
   */
  @Internal
  public static Optional<SpecialToken> of(String text) {
    return Arrays.stream(values()).filter(token -> token.text.equals(text)).findFirst();
  }
}
