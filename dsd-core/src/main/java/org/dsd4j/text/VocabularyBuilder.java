package org.dsd4j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * Counts tokens and builds a {@link Vocabulary} of them: first the special tokens in the order of
 * {@link #special}, then the others, the most frequent first, and tokens with equal counts in the
 * order of {@link String#compareTo}. The same texts always give the same numbers.
 */
public final class VocabularyBuilder {
  private final List<SpecialToken> special = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();
  private @Nullable Integer minimumCount;
  private @Nullable Integer maximumSize;

  VocabularyBuilder() {}

  /** Gives the first numbers to these special tokens; none by default. */
  public VocabularyBuilder special(SpecialToken... tokens) {
    for (SpecialToken token : tokens) {
      Check.argument(
          !special.contains(token), "special token", "each once", token + " twice", "remove one");
      special.add(token);
    }
    return this;
  }

  /** Leaves out tokens that occur fewer times than this; 1 by default. */
  public VocabularyBuilder minimumCount(int count) {
    minimumCount = Check.once("minimumCount", minimumCount, Check.positive("minimum count", count));
    return this;
  }

  /** Limits the number of tokens, including special ones; the rarest are left out. */
  public VocabularyBuilder maximumSize(int size) {
    maximumSize = Check.once("maximumSize", maximumSize, Check.positive("maximum size", size));
    return this;
  }

  /**
   * Adds one occurrence of a token.
   *
   * @throws IllegalArgumentException if it is empty or has a line end
   */
  public VocabularyBuilder add(String token) {
    if (counts.merge(token, 1L, Long::sum) == 1) {
      @Nullable String flaw = Vocabulary.flaw(token);
      Check.argument(
          flaw == null,
          "token",
          "a text to write in a line",
          flaw,
          "leave it out or write another one for it");
    }
    return this;
  }

  /** Adds one occurrence of each of these tokens. */
  public VocabularyBuilder addAll(Iterable<String> tokens) {
    tokens.forEach(this::add);
    return this;
  }

  /**
   * Builds the vocabulary. Where texts contain a special token that was requested, it counts as
   * that token.
   *
   * @throws IllegalArgumentException if it would contain special tokens only, or the texts contain
   *     a special token that was not requested
   */
  public Vocabulary build() {
    for (SpecialToken token : SpecialToken.values()) {
      Check.argument(
          special.contains(token) || !counts.containsKey(token.text()),
          "texts",
          "no special token but " + special,
          token.text(),
          "ask for SpecialToken." + token + " or write something else for it");
    }
    int least = minimumCount == null ? 1 : minimumCount;
    int most = maximumSize == null ? Integer.MAX_VALUE : maximumSize;
    List<String> tokens = new ArrayList<>(special.stream().map(SpecialToken::text).toList());
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= least && SpecialToken.of(entry.getKey()).isEmpty())
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(Math.max(0, most - special.size()))
        .forEach(entry -> tokens.add(entry.getKey()));
    Check.argument(
        tokens.size() > special.size(),
        "vocabulary",
        "at least one token that is not special",
        counts.isEmpty() ? "no texts" : "none left of " + counts.size(),
        "add texts, or lower the minimum count or raise the maximum size");
    return Vocabulary.of(tokens);
  }
}
