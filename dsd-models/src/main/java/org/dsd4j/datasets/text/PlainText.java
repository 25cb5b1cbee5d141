package org.dsd4j.datasets.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.datasets.files.ZipTree;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.TextLines;
import org.dsd4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A text as sentences of tokens. Each line with at least one token is a sentence; several files are
 * read in the order of their names.
 *
 * <pre>{@code
 * PlainText brown = PlainText.read(Path.of("brown.zip"), Tokenizer.taggedWords().lowerCase());
 * PlainText.TextParts parts = brown.split(0.1, 0.1);
 * Vocabulary words =
 *     Vocabulary.builder().special(SpecialToken.values()).addAll(parts.training().tokens()).build();
 * }</pre>
 *
 * <p>Immutable. Each distinct token is stored once.
 */
public final class PlainText {
  private final String name;
  private final List<List<String>> sentences;

  /**
   * The consecutive parts of a text.
   *
   * @param training the first part
   * @param validation the second part
   * @param test the last part
   */
  public record TextParts(PlainText training, PlainText validation, PlainText test) {
    /** A line for each part. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "training: %s%nvalidation: %s%ntest: %s", training, validation, test);
    }
  }

  private PlainText(String name, List<List<String>> sentences) {
    this.name = name;
    this.sentences = sentences;
  }

  /**
   * Reads a text in UTF-8, or all texts of a folder or zip file. Files may be compressed with gzip;
   * hidden files are skipped.
   *
   * @throws CorruptDataException if there is no token, or a file is damaged, no UTF-8, or nothing
   *     that the tokenizer takes; the message has the line
   */
  public static PlainText read(Path place, Tokenizer tokenizer) {
    return read(place, tokenizer, file -> true);
  }

  /**
   * Reads some of the texts of a folder or zip file.
   *
   * @param files decides by a path relative to {@code place}, with '/' as separator, whether the
   *     file is read
   * @throws CorruptDataException if there is no token, or a file is damaged, no UTF-8, or nothing
   *     that the tokenizer takes; the message has the line
   */
  public static PlainText read(Path place, Tokenizer tokenizer, Predicate<String> files) {
    Reading reading = new Reading(tokenizer);
    if (Files.isRegularFile(place) && !ZipTree.isOne(place)) {
      reading.add(TextLines.open(place));
    } else {
      try (FileTree tree = FileTree.open(place)) {
        for (String file : tree.list().files()) {
          if (!FileTree.isHidden(file) && files.test(file)) {
            reading.add(TextLines.of(tree.describe(file), tree.stream(file)));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
      }
    }
    return reading.text(place, String.valueOf(place.getFileName()));
  }

  /**
   * Reads a text from a stream, such as a resource's, and closes it.
   *
   * @param name the stream's name in messages
   * @throws CorruptDataException as for a file
   */
  public static PlainText read(String name, InputStream stream, Tokenizer tokenizer) {
    Reading reading = new Reading(tokenizer);
    reading.add(TextLines.of(name, stream));
    return reading.text(name, name);
  }

  /** The sentences so far. */
  private static final class Reading {
    private final Tokenizer tokenizer;
    private final List<List<String>> sentences = new ArrayList<>();
    private final Map<String, String> known = new HashMap<>();

    Reading(Tokenizer tokenizer) {
      this.tokenizer = tokenizer;
    }

    void add(TextLines opened) {
      try (TextLines lines = opened) {
        for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
          List<String> tokens = tokens(lines, line);
          if (!tokens.isEmpty()) {
            sentences.add(tokens);
          }
        }
      }
    }

    PlainText text(Object place, String name) {
      if (sentences.isEmpty()) {
        throw new CorruptDataException(
            place, "a text with tokens", "none", "check the path and which files are to be read");
      }
      return new PlainText(name, sentences);
    }

    private List<String> tokens(TextLines lines, String line) {
      try {
        return tokenizer.tokens(line).stream()
            .map(token -> known.computeIfAbsent(token, text -> text))
            .toList();
      } catch (IllegalArgumentException e) {
        throw lines
            .wrong("a line that can be cut into tokens", e.getMessage(), "repair the line")
            .causedBy(e);
      }
    }
  }

  /** A short name for tables and provenance. */
  public String name() {
    return name;
  }

  /** The tokens of each sentence, at least one. */
  public List<List<String>> sentences() {
    return Collections.unmodifiableList(sentences);
  }

  /** All tokens, one after the other. */
  public List<String> tokens() {
    return sentences.stream().flatMap(List::stream).toList();
  }

  /** All tokens, with {@link SpecialToken#END} after each sentence. */
  public List<String> tokensWithEnds() {
    return sentences.stream()
        .flatMap(sentence -> Stream.concat(sentence.stream(), Stream.of(SpecialToken.END.text())))
        .toList();
  }

  /** A text of the first sentences, at most this many. */
  public PlainText first(int most) {
    Check.positive("sentences", most);
    return new PlainText(name, sentences.subList(0, Math.min(most, sentences.size())));
  }

  /**
   * Splits the text into three consecutive parts of whole sentences. The parts are not drawn at
   * random, because neighbouring sentences are too similar for a fair test.
   *
   * @param validationShare the fraction of sentences for validation, such as 0.1
   * @param testShare the fraction of sentences, at the end, for testing
   * @throws IllegalArgumentException if one of the parts would be empty
   */
  public TextParts split(double validationShare, double testShare) {
    Check.fraction("share to validate with", validationShare);
    Check.fraction("share to test with", testShare);
    int validation = (int) Math.round(sentences.size() * validationShare);
    int test = (int) Math.round(sentences.size() * testShare);
    int training = sentences.size() - validation - test;
    Check.argument(
        Math.min(training, Math.min(validation, test)) >= 1,
        "split of " + name,
        "sentences for all three parts",
        training + ", " + validation + " and " + test,
        "choose other shares or take a longer text");
    return new TextParts(
        part("training", 0, training),
        part("validation", training, training + validation),
        part("test", training + validation, sentences.size()));
  }

  private PlainText part(String part, int from, int to) {
    return new PlainText(name + " " + part, sentences.subList(from, to));
  }

  /** A SHA-256 in hexadecimal of all tokens and ends of sentences. */
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    for (List<String> sentence : sentences) {
      fingerprint.add(Integer.toString(sentence.size()));
      sentence.forEach(fingerprint::add);
    }
    return fingerprint.hex();
  }

  @Override
  public String toString() {
    return name + ", " + Numerals.counted(sentences.size(), "sentence");
  }
}
