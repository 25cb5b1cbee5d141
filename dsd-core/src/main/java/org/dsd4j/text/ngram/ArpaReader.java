package org.dsd4j.text.ngram;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.TextLines;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ARPA file line by line. The numbers of n-grams in the header are compared with those in
 * the file; no memory is allocated by them. An order without n-grams may have an empty section or
 * none.
 *
 * <p>Special tokens may be written in capitals, {@code <UNK>} as in LibriSpeech's models and those
 * of CMU's toolkit: then the usual spelling is an alias of that word, unless the file has both.
 */
final class ArpaReader {
  private static final Pattern COUNT = Pattern.compile("ngram\\s+(\\d{1,3})\\s*=\\s*(\\d{1,18})");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,20}\\.?\\d{0,40}|\\.\\d{1,40})([eE][+-]?\\d{1,4})?");
  private static final String REMEDY = "get the file again, or write it again";
  private static final String DATA = "\\data\\";
  private static final String END = "\\end\\";

  private final TextLines lines;
  private final NgramTable table = new NgramTable();
  private final List<Long> counts = new ArrayList<>();

  /** The file's spellings of special tokens that differ from the usual ones. */
  private final Map<SpecialToken, String> spellings = new EnumMap<>(SpecialToken.class);

  ArpaReader(TextLines lines) {
    this.lines = lines;
  }

  NgramTable read() {
    String line = readCounts();
    for (int order = 1; order <= counts.size(); order++) {
      if (counts.get(order - 1) > 0 || line.equals(title(order))) {
        expect(title(order), line);
        line = readSection(order);
      }
      table.endOrder();
    }
    expect(END, line);
    spellings.forEach((token, word) -> table.alias(token.text(), word));
    return table;
  }

  private static String title(int order) {
    return "\\" + order + "-grams:";
  }

  /** Reads the header; returns the first line after it. */
  private String readCounts() {
    // A preamble of any text is allowed.
    while (!filled("the line " + DATA).equals(DATA)) {}
    for (String line = filled("ngram 1=…"); ; line = filled("the n-grams")) {
      Matcher matcher = COUNT.matcher(line);
      if (!matcher.matches()) {
        if (counts.isEmpty()) {
          throw lines.wrong("ngram 1=…, a number of n-grams", quoted(line), REMEDY);
        }
        return line;
      }
      if (Integer.parseInt(matcher.group(1)) != counts.size() + 1) {
        throw lines.wrong("ngram " + (counts.size() + 1) + "=…", quoted(line), REMEDY);
      }
      counts.add(Long.parseLong(matcher.group(2)));
      if (counts.get(0) == 0) {
        throw lines.wrong("at least one 1-gram", quoted(line), REMEDY);
      }
    }
  }

  /** The next line that is not blank, trimmed. */
  private String filled(String expected) {
    for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
      String trimmed = line.trim();
      if (!trimmed.isEmpty()) {
        return trimmed;
      }
    }
    throw new CorruptDataException(
        "after " + lines.place(), expected, "the end of the file", REMEDY);
  }

  private void expect(String expected, String line) {
    if (!line.equals(expected)) {
      throw lines.wrong("the line " + expected, quoted(line), REMEDY);
    }
  }

  /** Reads the n-grams of an order; returns the first line after them. */
  private String readSection(int order) {
    long expected = counts.get(order - 1);
    String next = order == counts.size() ? END : title(order + 1);
    long count = 0;
    String line = filled(next);
    // A word may begin with a backslash, but an n-gram's line begins with a number.
    while (!line.startsWith("\\")) {
      count++;
      if (count > expected) {
        throw lines.wrong(
            expected + " " + order + "-grams, as the header says", "one more", REMEDY);
      }
      addNgram(order, line);
      line = filled(next);
    }
    if (count < expected) {
      throw lines.wrong(expected + " " + order + "-grams, as the header says", count, REMEDY);
    }
    return line;
  }

  private void addNgram(int order, String line) {
    StringTokenizer fields = new StringTokenizer(line, " \t");
    int received = fields.countTokens();
    if (received != order + 1 && received != order + 2) {
      throw lines.wrong(
          String.format(
              Locale.ROOT, "a probability, %d words and perhaps a back-off weight", order),
          received + " fields",
          REMEDY);
    }
    float probability = number("a logarithm of a probability, at most 0", fields.nextToken());
    if (probability > 0) {
      throw lines.wrong("a logarithm of a probability, at most 0", probability, REMEDY);
    }
    int parent = NgramTrie.ROOT;
    for (int i = 1; i < order; i++) {
      parent = child(parent, fields.nextToken());
    }
    String last = fields.nextToken();
    int word = order == 1 ? taken(last) : known(last);
    float backOff =
        fields.hasMoreTokens() ? number("the logarithm of a weight", fields.nextToken()) : 0;
    if (!table.add(parent, word, probability, backOff)) {
      throw lines.wrong("another n-gram than before", quoted(line), "remove one of them");
    }
  }

  /** The number of a word, which must be among the 1-grams. */
  private int taken(String word) {
    SpecialToken.ofAnyCase(word)
        .filter(token -> !token.text().equals(word))
        .ifPresent(token -> spell(token, word));
    return table.indexOrNew(word);
  }

  private void spell(SpecialToken token, String word) {
    @Nullable String before = spellings.putIfAbsent(token, word);
    if (before != null && !before.equals(word)) {
      throw lines.wrong(
          "one spelling of " + token.text(),
          quoted(before) + " and " + quoted(word),
          "rename one of them");
    }
  }

  private int child(int parent, String word) {
    int child = table.trie().find(parent, known(word));
    if (child == NgramTrie.NONE) {
      String prefix = (parent == NgramTrie.ROOT ? "" : table.text(parent) + " ") + word;
      throw lines.wrong("an n-gram after one that is there", "none for '" + prefix + "'", REMEDY);
    }
    return child;
  }

  private int known(String word) {
    int index = table.index(word);
    if (index == NgramTrie.NONE) {
      throw lines.wrong("words of the 1-grams", quoted(word), REMEDY);
    }
    return index;
  }

  private float number(String expected, String field) {
    if (!NUMBER.matcher(field).matches() || !Float.isFinite(Float.parseFloat(field))) {
      throw lines.wrong(expected, quoted(field), REMEDY);
    }
    return Float.parseFloat(field);
  }

  private static String quoted(String text) {
    int longest = 80;
    return text.length() <= longest ? "'" + text + "'" : "'" + text.substring(0, longest) + "…'";
  }
}
