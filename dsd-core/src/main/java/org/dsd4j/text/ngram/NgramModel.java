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
 * An n-gram language model with back-off, as ARPA files hold it (Doug Paul's format of the SRILM,
 * KenLM and Kaldi toolkits): the probability of a word after a history is that of the longest
 * n-gram which the model has, times the back-off weights of the longer histories that it has.
 *
 * <pre>{@code
 * NgramModel model = NgramModel.read(Path.of("3-gram.arpa.gz"));
 * double nats = model.logProbability(List.of("the", "cat"), "sat");
 * double sentence = model.logProbability(List.of("the", "cat", "sat"));
 * }</pre>
 *
 * <p>Files have logarithms to base 10; all that is returned here is in natural logarithms.
 * Immutable and safe to use from several threads at once.
 */
public final class NgramModel {
  private static final double NATURAL = Math.log(10);

  private final NgramTable table;

  NgramModel(NgramTable table) {
    this.table = table;
  }

  /**
   * Reads an ARPA file, compressed with gzip or not. Capitals of {@code <UNK>}, {@code <S>} and
   * {@code </S>} make no difference, unless the file also has the spelling in lower case: then that
   * one is the special token. An order may have no n-grams.
   *
   * @throws CorruptDataException if it is damaged; the message has the line
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

  /** How many n-grams of an order there are. */
  public int ngrams(int order) {
    return table.end(order) - table.begin(order);
  }

  /** Whether a word is in the model. */
  public boolean contains(String word) {
    return table.index(word) != NgramTrie.NONE;
  }

  /**
   * The natural logarithm of the probability of a word after others. Words that the model lacks are
   * taken for {@code <unk>}; if it lacks that too, their probability is 0, the logarithm negative
   * infinity, and as part of a history they are in no n-gram.
   *
   * @param history the words before, of which the last {@code order() − 1} count; {@code <s>} is
   *     one if the sentence begins within them
   * @param word any word but {@code <s>}; {@code </s>} for the sentence's end
   */
  public double logProbability(List<String> history, String word) {
    int from = Math.max(0, history.size() - order() + 1);
    int[] numbers = history.subList(from, history.size()).stream().mapToInt(this::number).toArray();
    return logProbability(numbers, numbers.length, number(word));
  }

  /** The same after the first {@code size} words of a history, all by their numbers. */
  double logProbability(int[] history, int size, int word) {
    return NATURAL * log10(history, size, word);
  }

  /**
   * The natural logarithm of the probability of a sentence. It begins after {@code <s>} and ends
   * with {@code </s>}, as far as the model has them.
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
   * The number of a word or, if it lacks that, of {@code <unk>}, or {@link NgramTrie#NONE}.
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

  /** The perplexity of sentences, each with its end; words without probability make it infinite. */
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

  /** Writes an ARPA file, from which the same model is read. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        channel -> {
          // Not closed: the channel is not this method's.
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
