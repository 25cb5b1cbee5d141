package org.dsd4j.examples.speech;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dsd4j.datasets.speech.SpeechDataset;
import org.dsd4j.internal.Check;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.ctc.CtcDecoder;
import org.dsd4j.text.ngram.NgramModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for decoding a network's outputs other than by the best path. */
public final class DecodingOptions {
  private static final double WEIGHT = 0.5;
  private static final double BONUS = 1;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description =
          "Judge each phase also by beam search with N beginnings of a transcript; 100 is usual"
              + " (default: by the best path alone).")
  private @Nullable Integer width;

  @Option(
      names = "--lm",
      paramLabel = "FILE",
      description = {
        "N-gram model of words for --beam: an ARPA file, compressed with gzip or not,",
        "with words in lower case or in capitals (default: none)."
      })
  private @Nullable Path model;

  @Option(
      names = "--lm-weight",
      paramLabel = "W",
      description = "What the logarithms of --lm count (default: " + WEIGHT + ").")
  private @Nullable Double weight;

  @Option(
      names = "--word-bonus",
      paramLabel = "B",
      description = "What is added for each word with --lm (default: " + BONUS + ").")
  private @Nullable Double bonus;

  /** Throws if options contradict each other or a file does not exist. */
  void check() {
    if (width != null) {
      Check.positive("--beam", width);
    }
    needs("--lm", model, "--beam", width);
    needs("--lm-weight", weight, "--lm", model);
    needs("--word-bonus", bonus, "--lm", model);
    Check.argument(
        model == null || Files.isRegularFile(model), "--lm", "a file", model, "check the path");
  }

  private static void needs(
      String option, @Nullable Object value, String other, @Nullable Object otherValue) {
    Check.argument(
        value == null || otherValue != null,
        option,
        other + " beside it",
        "none",
        "add " + other + " or leave " + option + " out");
  }

  /**
   * The beam search, if requested; its model must contain words of the transcripts, possibly in
   * capitals.
   */
  public Optional<CtcDecoder> beamSearch(SpeechCorpus corpus) {
    if (width == null) {
      return Optional.empty();
    }
    Alphabet alphabet = corpus.alphabet();
    if (model == null) {
      return Optional.of(CtcDecoder.beamSearch(alphabet, width));
    }
    NgramModel words = NgramModel.read(model);
    Capitals capitals = Capitals.of(alphabet);
    long known = known(words, corpus.training(), UnaryOperator.identity());
    long knownInCapitals = known(words, corpus.training(), capitals::of);
    Check.argument(
        known + knownInCapitals > 0,
        "--lm " + model,
        "words of the transcripts, in lower case or in capitals",
        "none of them in a " + words,
        "take a model of their language");
    return Optional.of(
        knownInCapitals > known
            ? capitals.inLowerCase(search(capitals.large(), width, words))
            : search(alphabet, width, words));
  }

  private CtcDecoder search(Alphabet alphabet, int width, NgramModel words) {
    return CtcDecoder.beamSearch(alphabet, width)
        .languageModel(words, weight == null ? WEIGHT : weight)
        .wordBonus(bonus == null ? BONUS : bonus);
  }

  /**
   * The number of words in the recordings' transcripts that a model contains, counted with
   * repetitions.
   */
  private static long known(
      NgramModel model, SpeechDataset recordings, UnaryOperator<String> spelling) {
    long known = 0;
    for (int i = 0; i < recordings.size(); i++) {
      List<String> words = Tokenizer.whitespace().tokens(spelling.apply(recordings.text(i)));
      known += words.stream().filter(model::contains).count();
    }
    return known;
  }
}
