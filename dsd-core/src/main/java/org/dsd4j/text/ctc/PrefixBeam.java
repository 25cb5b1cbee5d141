package org.dsd4j.text.ctc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcBeamSearch.Hypothesis;
import org.dsd4j.text.ngram.NgramTrie;
import org.dsd4j.text.ngram.WordScoring;

/**
 * The prefixes in the beam of one sequence, as nodes of a tree of labels. Only prefixes that are
 * kept get a node: for each step at most as many as the beam is wide.
 */
final class PrefixBeam {
  private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;
  private static final int NOBODY = -1;

  private static final Comparator<PrefixCandidate> WORST_FIRST =
      Comparator.comparingDouble(PrefixCandidate::score)
          .thenComparing(PrefixCandidate::order, Comparator.reverseOrder());

  /** A prefix with ln p of its paths that end with a blank, of the others, and of all. */
  private record Prefix(int node, double blank, double nonBlank, double total) {
    static Prefix of(int node, double blank, double nonBlank) {
      return new Prefix(node, blank, nonBlank, logSum(blank, nonBlank));
    }
  }

  /**
   * A prefix for the next step: a node unchanged, with the blank as its label, or extended by a
   * label.
   */
  private record PrefixCandidate(
      int node, int label, double blank, double nonBlank, double score, int order) {}

  /** The beam before the first step: the empty prefix alone. */
  @SuppressWarnings("ArrayRecordComponent") // compared by Arrays
  private record Text(int[] labels, double logProbability, double score) {}

  private final Alphabet alphabet;
  private final boolean[] isSpace;
  private final int width;
  private final double leastLogProbability;
  private final NgramTrie texts = new NgramTrie();
  private final PrefixWords words;
  private final boolean[] isSpelled;
  private List<Prefix> prefixes = List.of(Prefix.of(NgramTrie.ROOT, 0, IMPOSSIBLE));

  /** For each node its place in the beam plus 1, or 0 if it is not in the beam. */
  private int[] places = new int[64];

  private final PriorityQueue<PrefixCandidate> candidates = new PriorityQueue<>(WORST_FIRST);
  private int order;

  PrefixBeam(Alphabet alphabet, int width, double leastLogProbability, WordScoring scoring) {
    this.alphabet = alphabet;
    this.isSpace = alphabet.whiteSpace();
    this.width = width;
    this.leastLogProbability = leastLogProbability;
    this.words = new PrefixWords(alphabet, texts, scoring);
    this.isSpelled = new boolean[alphabet.size()];
  }

  /** Advances the beam by one step. */
  void advance(double[] logProbabilities, int likeliest) {
    order = 0;
    for (int i = 0; i < prefixes.size(); i++) {
      places[prefixes.get(i).node] = i + 1;
    }
    for (Prefix prefix : prefixes) {
      offerUnchanged(prefix, logProbabilities);
    }
    offerLonger(logProbabilities, likeliest);
    for (Prefix prefix : prefixes) {
      places[prefix.node] = 0;
    }
    takeCandidates();
  }

  /**
   * Offers a prefix unchanged, with all paths that lead to it, including those that extend its
   * parent.
   */
  private void offerUnchanged(Prefix prefix, double[] logProbabilities) {
    int label = texts.word(prefix.node);
    double nonBlank = prefix.nonBlank;
    int place = prefix.node == NgramTrie.ROOT ? 0 : places[texts.parent(prefix.node)];
    if (place > 0) {
      nonBlank = logSum(nonBlank, allowing(label, prefixes.get(place - 1)));
    }
    nonBlank += logProbabilities[label];
    double blank = prefix.total + logProbabilities[Alphabet.BLANK];
    double score = logSum(blank, nonBlank) + words.score(prefix.node);
    offer(prefix.node, Alphabet.BLANK, blank, nonBlank, score);
  }

  /**
   * ln p of the paths after which a label adds a character; a repeated label does so only after a
   * blank.
   */
  private double allowing(int label, Prefix prefix) {
    return label == texts.word(prefix.node) ? prefix.blank : prefix.total;
  }

  private void offerLonger(double[] logProbabilities, int likeliest) {
    int[] labels = new int[logProbabilities.length];
    int count = 0;
    for (int label = Alphabet.BLANK + 1; label < labels.length; label++) {
      if (label == likeliest || logProbabilities[label] >= leastLogProbability) {
        labels[count++] = label;
      }
    }
    int[] siblings = new int[prefixes.size()];
    int[] firstChildren = firstChildren(siblings);
    for (int i = 0; i < prefixes.size(); i++) {
      markChildren(firstChildren[i], siblings, true);
      Prefix prefix = prefixes.get(i);
      for (int k = 0; k < count; k++) {
        if (!isSpelled[labels[k]]) {
          offerLonger(prefix, labels[k], logProbabilities[labels[k]]);
        }
      }
      markChildren(firstChildren[i], siblings, false);
    }
  }

  private void offerLonger(Prefix prefix, int label, double logProbability) {
    double nonBlank = allowing(label, prefix) + logProbability;
    double score = nonBlank + words.score(prefix.node);
    if (isSpace[label]) {
      score += words.lastWord(prefix.node);
    }
    offer(prefix.node, label, IMPOSSIBLE, nonBlank, score);
  }

  /** The first child of each prefix within the beam; further children are linked as siblings. */
  private int[] firstChildren(int[] siblings) {
    int[] firsts = new int[prefixes.size()];
    Arrays.fill(firsts, NOBODY);
    for (int i = 0; i < firsts.length; i++) {
      int node = prefixes.get(i).node;
      int place = node == NgramTrie.ROOT ? 0 : places[texts.parent(node)];
      if (place > 0) {
        siblings[i] = firsts[place - 1];
        firsts[place - 1] = i;
      }
    }
    return firsts;
  }

  private void markChildren(int first, int[] siblings, boolean value) {
    for (int child = first; child != NOBODY; child = siblings[child]) {
      isSpelled[texts.word(prefixes.get(child).node)] = value;
    }
  }

  private void offer(int node, int label, double blank, double nonBlank, double score) {
    if (score == IMPOSSIBLE) {
      return;
    }
    order++;
    // The first of equal candidates is kept.
    if (candidates.size() == width) {
      if (score <= candidates.element().score) {
        return;
      }
      candidates.remove();
    }
    candidates.add(new PrefixCandidate(node, label, blank, nonBlank, score, order));
  }

  /** Makes the best candidates the new beam, best first. */
  private void takeCandidates() {
    List<PrefixCandidate> kept = new ArrayList<>(candidates.size());
    while (!candidates.isEmpty()) {
      kept.add(candidates.remove());
    }
    Collections.reverse(kept);
    List<Prefix> next = new ArrayList<>(kept.size());
    for (PrefixCandidate candidate : kept) {
      int node = candidate.label == Alphabet.BLANK ? candidate.node : child(candidate);
      next.add(Prefix.of(node, candidate.blank, candidate.nonBlank));
    }
    prefixes = next;
  }

  private int child(PrefixCandidate candidate) {
    int before = texts.size();
    int node = texts.findOrAdd(candidate.node, candidate.label);
    if (node == before) {
      words.add(node, isSpace[candidate.label]);
      if (node == places.length) {
        places = Arrays.copyOf(places, 2 * node);
      }
    }
    return node;
  }

  /** The best texts at the end of the sequence, best first. */
  List<Hypothesis> best(int most) {
    return prefixes.stream()
        .map(p -> new Text(labels(p.node), p.total, p.total + words.scoreOfAll(p.node)))
        .sorted(
            Comparator.comparingDouble(Text::score)
                .reversed()
                .thenComparing(Text::labels, Arrays::compare))
        .limit(most)
        .map(text -> new Hypothesis(alphabet.decode(text.labels), text.logProbability, text.score))
        .toList();
  }

  private int[] labels(int node) {
    int length = 0;
    for (int at = node; at != NgramTrie.ROOT; at = texts.parent(at)) {
      length++;
    }
    int[] labels = new int[length];
    for (int at = node; at != NgramTrie.ROOT; at = texts.parent(at)) {
      labels[--length] = texts.word(at);
    }
    return labels;
  }

  /** ln(eˣ + eʸ). */
  private static double logSum(double x, double y) {
    double larger = Math.max(x, y);
    return larger == IMPOSSIBLE
        ? IMPOSSIBLE
        : larger + Math.log1p(Math.exp(Math.min(x, y) - larger));
  }
}
