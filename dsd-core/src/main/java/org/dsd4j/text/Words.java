package org.dsd4j.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/**
 * Rules for the characters of words.
 *
 * @hidden
 */
@Internal
public final class Words {
  static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private static final String WORD = "[\\p{L}\\p{M}\\p{N}]++(?:['’][\\p{L}\\p{M}\\p{N}]++)*+";
  static final Pattern ALONE = Pattern.compile(WORD);
  static final Pattern WITH_PUNCTUATION = Pattern.compile(WORD + "|\\P{IsWhite_Space}");

  private Words() {}

  static List<String> of(String text, Pattern token) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = token.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  /** Whether a text is a single field in a line whose fields are separated by white space. */
  public static boolean isOneField(String text) {
    return Vocabulary.flaw(text) == null
        && text.chars().allMatch(character -> character > ' ')
        && !SPACE.matcher(text).find();
  }

  static String untagged(String token) {
    int slash = token.lastIndexOf('/');
    Check.argument(
        slash > 0 && slash < token.length() - 1,
        "token",
        "a word, '/' and its tag",
        "'" + token + "'",
        "repair the text, or read it with another tokenizer");
    return token.substring(0, slash);
  }
}
