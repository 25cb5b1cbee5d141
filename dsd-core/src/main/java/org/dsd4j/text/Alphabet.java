package org.dsd4j.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a network's output labels, numbered from 1; label 0 is CTC's {@linkplain #BLANK
 * blank} (Graves et al. 2006), as by default in PyTorch. A character is a Unicode code point.
 *
 * <p>Immutable. Equal if all characters have equal numbers.
 */
public final class Alphabet {
  /** The label of the blank, which stands for no character. */
  public static final int BLANK = 0;

  private static final int MOST_NAMED = 100;

  private final int[] characters;
  private final Map<Integer, Integer> labels;

  private Alphabet(int[] characters) {
    this.characters = characters;
    this.labels = new HashMap<>();
    for (int character : characters) {
      @Nullable Integer before = labels.putIfAbsent(character, labels.size() + 1);
      Check.argument(
          before == null,
          "alphabet",
          "each character once",
          describe(character) + " twice",
          "remove one of them");
    }
  }

  /**
   * The alphabet of the characters of a text, numbered in their order there.
   *
   * @throws IllegalArgumentException if the text is empty, a character occurs twice, or half of a
   *     surrogate pair stands alone
   */
  public static Alphabet of(String characters) {
    Check.argument(
        !characters.isEmpty(), "alphabet", "at least one character", "none", "pass characters");
    int[] points = characters.codePoints().toArray();
    for (int point : points) {
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      Check.argument(
          !half, "alphabet", "characters", describe(point), "pass both halves of the pair");
    }
    return new Alphabet(points);
  }

  /** The alphabet of English transcripts: space, apostrophe and the letters a to z. */
  public static Alphabet english() {
    return of(" 'abcdefghijklmnopqrstuvwxyz");
  }

  /** The alphabet of all characters that occur in texts, ordered by code point. */
  public static Alphabet ofTexts(Iterable<String> texts) {
    TreeSet<Integer> points = new TreeSet<>();
    texts.forEach(text -> text.codePoints().forEach(points::add));
    StringBuilder characters = new StringBuilder();
    points.forEach(characters::appendCodePoint);
    return of(characters.toString());
  }

  /** The number of labels, including the blank: the number of a network's outputs for each step. */
  public int size() {
    return characters.length + 1;
  }

  /**
   * All characters in the order of their labels: {@code Alphabet.of(characters())} equals this
   * alphabet.
   */
  public String characters() {
    return new String(characters, 0, characters.length);
  }

  /**
   * Tells for each label whether it is white space.
   *
   * @hidden
   */
  @Internal
  public boolean[] whiteSpace() {
    boolean[] whiteSpace = new boolean[size()];
    for (int label = 1; label < size(); label++) {
      String character = Character.toString(character(label));
      whiteSpace[label] = Words.SPACE.matcher(character).matches();
    }
    return whiteSpace;
  }

  /**
   * The labels of a text's characters.
   *
   * @throws IllegalArgumentException if a character is not in the alphabet
   */
  public int[] encode(String text) {
    int[] encoded = text.codePoints().toArray();
    for (int i = 0; i < encoded.length; i++) {
      @Nullable Integer label = labels.get(encoded[i]);
      if (label == null) {
        throw new IllegalArgumentException(
            Check.message(
                "text to spell, position " + i,
                "one of the characters " + allowed(),
                describe(encoded[i]),
                "clean the text, or build the alphabet with this character"));
      }
      encoded[i] = label;
    }
    return encoded;
  }

  private String allowed() {
    if (characters.length <= MOST_NAMED) {
      return "'" + characters() + "'";
    }
    int more = characters.length - MOST_NAMED;
    return "'" + new String(characters, 0, MOST_NAMED) + "' and " + more + " more";
  }

  /**
   * The text with these labels.
   *
   * @throws IllegalArgumentException if a number is the blank or not a label
   */
  public String decode(int... text) {
    StringBuilder decoded = new StringBuilder();
    for (int label : text) {
      Check.argument(
          label != BLANK,
          "labels to decode",
          "characters",
          "the blank",
          "use decodePath for one label a step");
      decoded.appendCodePoint(character(label));
    }
    return decoded.toString();
  }

  /**
   * The text that a path with one label for each step spells: repeated labels become one, then
   * blanks are left out.
   *
   * @throws IllegalArgumentException if a number is not a label
   */
  public String decodePath(int... path) {
    StringBuilder decoded = new StringBuilder();
    int before = BLANK;
    for (int label : path) {
      if (label != BLANK && label != before) {
        decoded.appendCodePoint(character(label));
      }
      before = label;
    }
    return decoded.toString();
  }

  private int character(int label) {
    Check.argument(
        label >= 1 && label < size(),
        "label",
        "one from 0 to " + (size() - 1),
        label,
        "use the alphabet that belongs to the model");
    return characters[label - 1];
  }

  /** A character with its code point, which distinguishes characters that look alike. */
  private static String describe(int point) {
    String shown =
        Character.isISOControl(point)
            ? Objects.requireNonNullElse(Character.getName(point), "")
            : Character.toString(point);
    return String.format(Locale.ROOT, "'%s' (U+%04X)", shown, point);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Alphabet alphabet && Arrays.equals(characters, alphabet.characters);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(characters);
  }

  @Override
  public String toString() {
    return "alphabet of the blank and " + allowed();
  }
}
