package org.dsd4j.text;

import java.util.Arrays;
import java.util.Optional;
import org.dsd4j.internal.Internal;

/** Tokens that are not words. In files they are spelled as in ARPA files and SRILM. */
public enum SpecialToken {
  /** Stands for any token that is not in the vocabulary. */
  UNKNOWN("<unk>"),
  /** The beginning of a sentence, before its first token. */
  START("<s>"),
  /** The end of a sentence, after its last token. */
  END("</s>");

  private final String text;

  SpecialToken(String text) {
    this.text = text;
  }

  /** The token's spelling, such as {@code <unk>}. */
  public String text() {
    return text;
  }

  /**
   * The special token with this spelling, upper and lower case being equal.
   *
   * @hidden
   */
  @Internal
  public static Optional<SpecialToken> ofAnyCase(String text) {
    return Arrays.stream(values()).filter(token -> token.text.equalsIgnoreCase(text)).findFirst();
  }

  /**
   * The special token with exactly this spelling.
   *
   * @hidden
   */
  @Internal
  public static Optional<SpecialToken> of(String text) {
    return Arrays.stream(values()).filter(token -> token.text.equals(text)).findFirst();
  }
}
