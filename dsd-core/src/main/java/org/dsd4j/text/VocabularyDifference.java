package org.dsd4j.text;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * The difference between an expected vocabulary and the one received.
 *
 * @param expected the expected vocabulary
 * @param received the vocabulary to compare
 */
public record VocabularyDifference(Vocabulary expected, Vocabulary received) {
  private static final int MOST_NAMED = 10;

  /** Whether the two are equal. */
  public boolean isNone() {
    return expected.equals(received);
  }

  /** The tokens that the received vocabulary lacks, in the expected order. */
  public List<String> missing() {
    return expected.tokens().stream().filter(token -> !received.contains(token)).toList();
  }

  /** The tokens that only the received vocabulary has, in its order. */
  public List<String> added() {
    return received.tokens().stream().filter(token -> !expected.contains(token)).toList();
  }

  /** The first number whose tokens differ; empty if there is none. */
  public OptionalInt firstDifference() {
    int shared = Math.min(expected.size(), received.size());
    return IntStream.range(0, Math.max(expected.size(), received.size()))
        .filter(i -> i >= shared || !expected.token(i).equals(received.token(i)))
        .findFirst();
  }

  /** The difference in words. */
  @Override
  public String toString() {
    if (isNone()) {
      return "the same tokens";
    }
    StringJoiner text = new StringJoiner("; ");
    text.add(received.size() + " tokens");
    if (!missing().isEmpty()) {
      text.add("without " + some(missing()));
    }
    if (!added().isEmpty()) {
      text.add("with " + some(added()));
    }
    int first = firstDifference().orElseThrow();
    text.add(
        String.format(Locale.ROOT, "the first difference is token %d, %s", first, change(first)));
    return text.toString();
  }

  private String change(int index) {
    return quoted(received, index) + " instead of " + quoted(expected, index);
  }

  private static String quoted(Vocabulary vocabulary, int index) {
    return index < vocabulary.size() ? "'" + vocabulary.token(index) + "'" : "none";
  }

  private static String some(List<String> tokens) {
    return tokens.size() <= MOST_NAMED
        ? tokens.toString()
        : tokens.subList(0, MOST_NAMED) + " and " + (tokens.size() - MOST_NAMED) + " more";
  }
}
