package org.dsd4j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * Counts tokens and chooses those of a {@link Vocabulary}: first the special ones in the order in
 * which they were asked for, then the others, the most frequent first, and those of one count in
 * the order of {@link String#compareTo}. So the same texts give the same numbers.
 */
public final class VocabularyBuilder {
  private final List<SpecialToken> special = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();
  private @Nullable Integer minimumCount;
  private @Nullable Integer maximumSize;

  VocabularyBuilder() {}

  /** Gives these tokens numbers, the first ones; none by default. */
  public VocabularyBuilder special(SpecialToken... tokens) {
    for (SpecialToken token : tokens) {
      Check.argument(
          !special.contains(token), "special token", "each once", token + " twice", "remove one");
      special.add(token);
    }
    return this;
  }

  /** Leaves out tokens that come less often; 1 by default. */
  public VocabularyBuilder minimumCount(int count) {
    minimumCount = Check.once("minimumCount", minimumCount, Check.positive("minimum count", count));
    return this;
  }

  /** Leaves out the rarest tokens where there are more than this, special ones among them. */
  public VocabularyBuilder maximumSize(int size) {
    maximumSize = Check.once("maximumSize", maximumSize, Check.positive("maximum size", size));
    return this;
  }

  /**
   * Counts a token once more.
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

  /** Counts tokens. */
  public VocabularyBuilder addAll(Iterable<String> tokens) {
    tokens.forEach(this::add);
    return this;
  }

  /**
   * The vocabulary. A special token that was asked for may come in texts, where it is no other
   * token.
   *
   * @throws IllegalArgumentException if no token but special ones would be in it, or texts have a
   *     special one that was not asked for
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
