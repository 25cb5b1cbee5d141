package org.dsd4j.models.caption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;

/** The prefixes in the beam of one picture's sentence, and the complete sentences. */
final class Beam {
  private static final Comparator<CaptionPath> LIKELIEST_FIRST =
      Comparator.comparingDouble(CaptionPath::logProbability).reversed();

  /**
   * The words of a sentence or prefix without start and end, and Σ ln p of these and, of a complete
   * sentence, of the end.
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by its probability alone
  private record CaptionPath(int[] words, double logProbability, boolean isEnded) {
    CaptionPath with(int word, double probability) {
      int[] longer = Arrays.copyOf(words, words.length + 1);
      longer[words.length] = word;
      return new CaptionPath(longer, logProbability + probability, false);
    }

    CaptionPath ended(double probability) {
      return new CaptionPath(words, logProbability + probability, true);
    }

    double score(double lengthExponent) {
      return logProbability / Math.pow(words.length + 1, lengthExponent);
    }
  }

  private final int tokens;
  private final int start;
  private final int end;
  private final int unknown;
  private final int width;
  private final int longest;
  private final double lengthExponent;
  private final List<CaptionPath> ended = new ArrayList<>();
  private List<CaptionPath> alive = List.of(new CaptionPath(new int[0], 0, false));

  Beam(Vocabulary vocabulary, int width, int longest, double lengthExponent) {
    this.tokens = vocabulary.size();
    this.start = vocabulary.index(SpecialToken.START);
    this.end = vocabulary.index(SpecialToken.END);
    this.unknown =
        vocabulary.contains(SpecialToken.UNKNOWN)
            ? vocabulary.index(SpecialToken.UNKNOWN)
            : CaptionGenerator.NO_WORD;
    this.width = width;
    this.longest = longest;
    this.lengthExponent = lengthExponent;
  }

  /** Writes the start, the words of a prefix, and padding after them. */
  void write(int beginning, float[] input, int at, int steps) {
    Arrays.fill(input, at, at + steps, CaptionGenerator.NO_WORD);
    if (beginning < alive.size()) {
      input[at] = start;
      int[] words = alive.get(beginning).words;
      for (int i = 0; i < words.length; i++) {
        input[at + 1 + i] = words[i];
      }
    }
  }

  /**
   * Extends the prefixes by one word.
   *
   * @param logits [..., tokens]
   * @param row the row of the first prefix
   * @param distance the number of rows from one prefix to the next
   */
  void grow(float[] logits, int row, int distance) {
    if (isOver()) {
      return;
    }
    List<CaptionPath> candidates = new ArrayList<>();
    for (int i = 0; i < alive.size(); i++) {
      int from = (row + i * distance) * tokens;
      addContinuations(alive.get(i), logits, from, candidates);
    }
    candidates.sort(LIKELIEST_FIRST);
    List<CaptionPath> kept = candidates.subList(0, Math.min(width, candidates.size()));
    ended.addAll(kept.stream().filter(CaptionPath::isEnded).toList());
    alive = kept.stream().filter(candidate -> !candidate.isEnded).toList();
  }

  /** Adds only the likeliest continuations of each prefix, as no more can be kept. */
  private void addContinuations(
      CaptionPath beginning, float[] logits, int from, List<CaptionPath> candidates) {
    double logSum = logSum(logits, from);
    if (beginning.words.length == longest) {
      candidates.add(beginning.ended(logits[from + end] - logSum));
      return;
    }
    boolean[] taken = new boolean[tokens];
    for (int rank = 0; rank < width; rank++) {
      int likeliest = -1;
      for (int token = 0; token < tokens; token++) {
        boolean possible = token != start && token != unknown && !taken[token];
        if (possible && (likeliest < 0 || logits[from + token] > logits[from + likeliest])) {
          likeliest = token;
        }
      }
      if (likeliest < 0) {
        return;
      }
      taken[likeliest] = true;
      double probability = logits[from + likeliest] - logSum;
      candidates.add(
          likeliest == end ? beginning.ended(probability) : beginning.with(likeliest, probability));
    }
  }

  private double logSum(float[] logits, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tokens; i++) {
      largest = Math.max(largest, logits[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < tokens; i++) {
      sum += Math.exp(logits[from + i] - largest);
    }
    double logSum = largest + Math.log(sum);
    if (!Double.isFinite(logSum)) {
      throw new ArithmeticException(
          Check.message(
              "outputs of the network for captions",
              "finite numbers",
              logSum,
              "check its weights and the pictures' features"));
    }
    return logSum;
  }

  /**
   * Whether no longer sentence can win, or the number of complete sentences has reached the beam's
   * width.
   */
  boolean isOver() {
    if (alive.isEmpty() || ended.size() >= width) {
      return true;
    }
    // With length exponent 0, every further word makes a sentence less likely.
    return lengthExponent == 0
        && ended.stream()
            .anyMatch(sentence -> sentence.logProbability >= alive.get(0).logProbability);
  }

  /** The words of the sentence with the highest score. */
  int[] best() {
    return ended.stream()
        .max(Comparator.comparingDouble(sentence -> sentence.score(lengthExponent)))
        .orElseThrow()
        .words;
  }
}
