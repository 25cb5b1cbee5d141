package org.dsd4j.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dsd4j.datasets.SpeechDataset;
import org.dsd4j.internal.Check;
import org.dsd4j.text.CtcBeamSearch;
import org.dsd4j.text.CtcDecoder;
import org.dsd4j.text.NgramModel;
import org.dsd4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How texts are read off a network's outputs, beside the best path. */
final class DecodingOptions {
  private static final double WEIGHT = 0.5;
  private static final double BONUS = 1;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description =
          "Judge each phase also by beam search with N beginnings of a transcript; 100 is usual.")
  private @Nullable Integer width;

  @Option(
      names = "--lm",
      paramLabel = "FILE",
      description = "N-gram model of words for --beam: an ARPA file, compressed with gzip or not.")
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

  /** Fails if options do not go together or a file is not there. */
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

  /** The beam search, if one is wanted; its model must know words of the transcripts. */
  Optional<CtcBeamSearch> beamSearch(SpeechCorpus corpus) {
    if (width == null) {
      return Optional.empty();
    }
    CtcBeamSearch search = CtcDecoder.beamSearch(corpus.alphabet(), width);
    if (model == null) {
      return Optional.of(search);
    }
    NgramModel words = NgramModel.read(model);
    Check.argument(
        knowsAny(words, corpus.training()),
        "--lm " + model,
        "words of the transcripts",
        "none of them in a " + words,
        "take one of their language, in capitals if they are");
    return Optional.of(
        search
            .languageModel(words, weight == null ? WEIGHT : weight)
            .wordBonus(bonus == null ? BONUS : bonus));
  }

  private static boolean knowsAny(NgramModel words, SpeechDataset recordings) {
    for (int i = 0; i < recordings.size(); i++) {
      if (Tokenizer.whitespace().tokens(recordings.text(i)).stream().anyMatch(words::contains)) {
        return true;
      }
    }
    return false;
  }
}
