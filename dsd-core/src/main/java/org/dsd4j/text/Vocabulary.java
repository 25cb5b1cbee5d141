package org.dsd4j.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * Tokens with their numbers, from 0. A token is any text of at least one character without line
 * ends, so that a vocabulary can be stored as a text file with one token per line. {@link
 * SpecialToken}s are recognised by their spelling.
 *
 * <pre>{@code
 * Vocabulary vocabulary =
 *     Vocabulary.builder()
 *         .special(SpecialToken.UNKNOWN, SpecialToken.START, SpecialToken.END)
 *         .minimumCount(5)
 *         .addAll(tokens)
 *         .build();
 * vocabulary.write(Path.of("words.txt"));
 * int[] numbers = vocabulary.indices(List.of("a", "dog"));
 * }</pre>
 *
 * <p>Immutable. Equal if all tokens have equal numbers.
 */
public final class Vocabulary {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final List<String> tokens;
  private final Map<String, Integer> indices;

  private Vocabulary(List<String> tokens, Map<String, Integer> indices) {
    this.tokens = tokens;
    this.indices = indices;
  }

  /** A builder that counts tokens. */
  public static VocabularyBuilder builder() {
    return new VocabularyBuilder();
  }

  /**
   * A vocabulary of these tokens, numbered in this order.
   *
   * @throws IllegalArgumentException if the list is empty, a token occurs twice, or a text is not a
   *     token
   */
  public static Vocabulary of(List<String> tokens) {
    Check.argument(!tokens.isEmpty(), "vocabulary", "at least one token", "none", "pass tokens");
    Map<String, Integer> indices = new HashMap<>();
    for (String token : tokens) {
      @Nullable String flaw = flaw(token);
      Check.argument(
          flaw == null, "token " + indices.size(), "a text to write in a line", flaw, "change it");
      @Nullable Integer before = indices.putIfAbsent(token, indices.size());
      Check.argument(
          before == null,
          "token " + indices.size(),
          "another one than before",
          "'" + token + "', which is token " + before,
          "pass each token once");
    }
    return new Vocabulary(List.copyOf(tokens), indices);
  }

  /** The reason why a text is not a token, or null. */
  static @Nullable String flaw(String token) {
    if (token.isEmpty()) {
      return "an empty one";
    }
    if (token.indexOf('\n') >= 0 || token.indexOf('\r') >= 0) {
      return "one with a line end";
    }
    if (token.indexOf(BYTE_ORDER_MARK) >= 0) {
      return "one with a byte order mark";
    }
    return StandardCharsets.UTF_8.newEncoder().canEncode(token)
        ? null
        : "one with half of a surrogate pair";
  }

  /**
   * Reads a file with one token per line.
   *
   * @throws CorruptDataException if there are no lines, a line is empty or not a token, or a token
   *     occurs twice; the message has the line
   */
  public static Vocabulary read(Path file) {
    List<String> tokens = new ArrayList<>();
    Map<String, Integer> indices = new HashMap<>();
    try (TextLines lines = TextLines.open(file)) {
      for (@Nullable String token = lines.next(); token != null; token = lines.next()) {
        @Nullable String flaw = flaw(token);
        if (flaw != null) {
          throw lines.wrong("a token", flaw, "repair or remove the line");
        }
        @Nullable Integer before = indices.putIfAbsent(token, tokens.size());
        if (before != null) {
          throw lines.wrong(
              "another token than before",
              "'" + token + "', which is in line " + (before + 1),
              "get the file that belongs to the model");
        }
        tokens.add(token);
      }
    }
    if (tokens.isEmpty()) {
      throw new CorruptDataException(file, "a token a line", "an empty file", "write it again");
    }
    return new Vocabulary(Collections.unmodifiableList(tokens), indices);
  }

  /** Writes a file with one token per line, in the order of their numbers. */
  public void write(Path file) {
    byte[] bytes = (String.join("\n", tokens) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** The number of tokens, including special ones. */
  public int size() {
    return tokens.size();
  }

  /** All tokens in the order of their numbers. */
  public List<String> tokens() {
    return tokens;
  }

  /** Whether a token has a number of its own. */
  public boolean contains(String token) {
    return indices.containsKey(token);
  }

  /** Whether the vocabulary has this special token. */
  public boolean contains(SpecialToken special) {
    return contains(special.text());
  }

  /**
   * The number of a token, or of {@link SpecialToken#UNKNOWN} for a token that is not in the
   * vocabulary.
   *
   * @throws IllegalArgumentException if the vocabulary has neither
   */
  public int index(String token) {
    @Nullable Integer index = indices.get(token);
    if (index == null) {
      index = indices.get(SpecialToken.UNKNOWN.text());
    }
    Check.argument(
        index != null,
        "token",
        "one of " + size() + " known ones",
        "'" + token + "'",
        "build the vocabulary with SpecialToken.UNKNOWN or from all texts");
    return Objects.requireNonNull(index);
  }

  /**
   * The number of a special token.
   *
   * @throws IllegalArgumentException if the vocabulary lacks it
   */
  public int index(SpecialToken special) {
    @Nullable Integer index = indices.get(special.text());
    Check.argument(
        index != null,
        "vocabulary",
        "the special token " + special.text(),
        size() + " tokens without it",
        "build the vocabulary with SpecialToken." + special);
    return Objects.requireNonNull(index);
  }

  /** The numbers of tokens, as {@link #index(String)}. */
  public int[] indices(List<String> texts) {
    return texts.stream().mapToInt(this::index).toArray();
  }

  /**
   * The token with a number.
   *
   * @throws IllegalArgumentException if no token has this number
   */
  public String token(int index) {
    Check.argument(
        index >= 0 && index < size(),
        "number of a token",
        "0 to " + (size() - 1),
        index,
        "use the vocabulary that belongs to the model");
    return tokens.get(index);
  }

  /** The tokens with these numbers. */
  public List<String> tokens(int... numbers) {
    return Arrays.stream(numbers).mapToObj(this::token).toList();
  }

  /**
   * Throws unless another vocabulary equals this one.
   *
   * @param subject the owner of the other vocabulary for the message, such as a file of weights
   * @throws IllegalArgumentException if they differ; the message says where
   */
  public void checkSame(String subject, Vocabulary other) {
    VocabularyDifference difference = new VocabularyDifference(this, other);
    Check.argument(
        difference.isNone(),
        "vocabulary of " + subject,
        "the same " + size() + " tokens in the same order",
        difference,
        "use the vocabulary with which it was trained");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vocabulary vocabulary && tokens.equals(vocabulary.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  @Override
  public String toString() {
    return "vocabulary of " + size() + " tokens";
  }
}
