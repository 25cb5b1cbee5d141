package org.dsd4j.text.ngram;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Internal;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.TextLines;
import org.dsd4j.text.measure.Perplexity;

/**
 * An n-gram language model with back-off, as stored in ARPA files (Doug Paul's format, used by
 * SRILM, KenLM and Kaldi): the probability of a word after a history is that of the longest n-gram
 * in the model, times the back-off weights of the longer histories in the model.
 *
 * <pre>{@code
 * NgramModel model = NgramModel.read(Path.of("3-gram.arpa.gz"));
 * double nats = model.logProbability(List.of("the", "cat"), "sat");
 * double sentence = model.logProbability(List.of("the", "cat", "sat"));
 * }</pre>
 *
 * <p>Files have logarithms to base 10; all methods here return natural logarithms. Immutable and
 * thread-safe.
 */
public final class NgramModel {
  private static final double NATURAL = Math.log(10);

  private final NgramTable table;

  NgramModel(NgramTable table) {
    this.table = table;
  }

  /**
   * Reads an ARPA file, compressed with gzip or not. {@code <UNK>}, {@code <S>} and {@code </S>} in
   * capitals are the special tokens too, unless the file also has the spelling in lower case: then
   * that is the special token. An order may be empty.
   *
   * @throws CorruptDataException if the file is damaged; the message has the line
   */
  public static NgramModel read(Path file) {
    try (TextLines lines = TextLines.open(file)) {
      return new NgramModel(new ArpaReader(lines).read());
    }
  }

  /** The length of the longest n-grams. */
  public int order() {
    return table.orders();
  }

  /** The number of n-grams of an order. */
  public int ngrams(int order) {
    return table.end(order) - table.begin(order);
  }

  /** Whether a word is in the model. */
  public boolean contains(String word) {
    return table.index(word) != NgramTrie.NONE;
  }

  /**
   * The natural logarithm of the probability of a word after others. Words that the model lacks
   * count as {@code <unk>}; if it lacks that too, their probability is 0 (the result is negative
   * infinity), and a history that contains them matches no n-gram.
   *
   * @param history the preceding words, of which the last {@code order() − 1} are used; includes
   *     {@code <s>} if the sentence begins within them
   * @param word any word but {@code <s>}; {@code </s>} for the sentence's end
   */
  public double logProbability(List<String> history, String word) {
    int from = Math.max(0, history.size() - order() + 1);
    int[] numbers = history.subList(from, history.size()).stream().mapToInt(this::number).toArray();
    return logProbability(numbers, numbers.length, number(word));
  }

  /**
   * The natural logarithm of the probability of a word after the first {@code size} words of a
   * history, all by number.
   */
  double logProbability(int[] history, int size, int word) {
    return NATURAL * log10(history, size, word);
  }

  /**
   * The natural logarithm of the probability of a sentence. The first word follows {@code <s>} and
   * the last is followed by {@code </s>}, if the model has these.
   */
  public double logProbability(List<String> sentence) {
    int[] numbers = new int[sentence.size() + 2];
    int size = 0;
    if (number(SpecialToken.START) != NgramTrie.NONE) {
      numbers[size++] = number(SpecialToken.START);
    }
    double sum = 0;
    for (String word : sentence) {
      numbers[size] = number(word);
      sum += log10(numbers, size, numbers[size]);
      size++;
    }
    if (number(SpecialToken.END) != NgramTrie.NONE) {
      sum += log10(numbers, size, number(SpecialToken.END));
    }
    return NATURAL * sum;
  }

  /**
   * The number of a word; if the model lacks it, that of {@code <unk>}, or {@link NgramTrie#NONE}.
   *
   * @hidden
   */
  @Internal
  public int number(String word) {
    int index = table.index(word);
    return index == NgramTrie.NONE ? number(SpecialToken.UNKNOWN) : index;
  }

  /**
   * The number of a token, or {@link NgramTrie#NONE}.
   *
   * @hidden
   */
  @Internal
  public int number(SpecialToken token) {
    return table.index(token.text());
  }

  /** The logarithm to base 10 of the probability of a word after the first {@code size} others. */
  private double log10(int[] history, int size, int word) {
    if (word == NgramTrie.NONE) {
      return Double.NEGATIVE_INFINITY;
    }
    NgramTrie trie = table.trie();
    double weights = 0;
    for (int from = Math.max(0, size - order() + 1); from < size; from++) {
      int context = trie.find(history, from, size);
      if (context != NgramTrie.NONE) {
        int ngram = trie.find(context, word);
        if (ngram != NgramTrie.NONE) {
          return weights + table.probability(ngram);
        }
        weights += table.backOff(context);
      }
    }
    return weights + table.probability(trie.find(NgramTrie.ROOT, word));
  }

  /** The perplexity of sentences, including their ends; infinite if a word's probability is 0. */
  public double perplexity(Iterable<List<String>> sentences) {
    Perplexity perplexity = new Perplexity();
    boolean hasEnd = contains(SpecialToken.END.text());
    for (List<String> sentence : sentences) {
      int tokens = sentence.size() + (hasEnd ? 1 : 0);
      if (tokens > 0) {
        perplexity.add(-logProbability(sentence), tokens);
      }
    }
    return perplexity.value();
  }

  /** Writes an ARPA file; reading it gives an equal model. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        channel -> {
          // Not closed: the caller owns the channel.
          Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
          write(writer);
          writer.flush();
        });
  }

  private void write(Writer out) throws IOException {
    out.write("\\data\\\n");
    for (int order = 1; order <= order(); order++) {
      out.write("ngram " + order + "=" + ngrams(order) + "\n");
    }
    for (int order = 1; order <= order(); order++) {
      out.write("\n\\" + order + "-grams:\n");
      for (int node = table.begin(order); node < table.end(order); node++) {
        out.write(table.probability(node) + "\t" + table.text(node));
        if (table.backOff(node) != 0) {
          out.write("\t" + table.backOff(node));
        }
        out.write('\n');
      }
    }
    out.write("\n\\end\\\n");
  }

  @Override
  public String toString() {
    return order() + "-gram model of " + table.words() + " words";
  }
}
