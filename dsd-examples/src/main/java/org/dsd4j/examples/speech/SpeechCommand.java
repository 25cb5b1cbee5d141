package org.dsd4j.examples.speech;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dsd4j.data.Dataset;
import org.dsd4j.datasets.speech.SpeechDataset;
import org.dsd4j.examples.report.PhaseMeasures;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.Measure;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.metric.TranscriptErrors;
import org.dsd4j.models.speech.DeepSpeech1;
import org.dsd4j.models.speech.DeepSpeech2;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.ctc.CtcDecoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains Deep Speech on recordings with transcripts, or on strings of spoken digits. */
@Command(
    name = "speech",
    description = {
      "Deep Speech 1 or 2, small, with CTC; strings of spoken digits come with the program.",
      "Its sparse phases prune 50 %% and then 25 %%, as in the paper."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SpeechCommand implements Callable<Integer> {
  private static final int BATCH = 16;
  private static final int QUICK_TEST = 8;
  private static final double FIRST_SPARSITY = 0.5;
  private static final double SECOND_SPARSITY = 0.25;
  private static final double RATE = 1e-3;
  private static final double CLIPPING_NORM = 5;
  private static final int CONTEXT = 5;
  private static final int HIDDEN = 256;

  /** The network to train. */
  enum SpeechModel {
    DEEPSPEECH1,
    DEEPSPEECH2
  }

  @Spec private CommandSpec spec;

  @Mixin
  private final RunOptions options =
      new RunOptions(
          "speech",
          SpeechCorpus.EPOCHS_OF_DIGITS + " for digits, else " + SpeechCorpus.EPOCHS_OF_MANIFEST,
          BATCH,
          RATE,
          FIRST_SPARSITY + " and then, in a second round, " + SECOND_SPARSITY);

  @Mixin private SpeechParts parts;
  @Mixin private DecodingOptions decoding;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = {
        "fsdd.zip or its folder (joined into strings of digits);",
        "a folder or zip with a manifest ….jsonl; or a folder as LibriSpeech's",
        "(default: spoken digits that come with the program)."
      })
  private @Nullable Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "deepspeech2",
      description = "deepspeech1 or deepspeech2 (default: ${DEFAULT-VALUE}).")
  private SpeechModel model;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of a hidden layer (default: 128 for deepspeech2, else 256).")
  private @Nullable Integer hidden;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      defaultValue = "wer",
      description = "What is judged: wer, or cer of characters (default: ${DEFAULT-VALUE}).")
  private ErrorUnit metric;

  /** The unit of error rates. */
  enum ErrorUnit {
    WER,
    CER
  }

  @Override
  public Integer call() {
    decoding.check();
    try (SpeechCorpus corpus = corpus()) {
      PhaseMeasures judges = judges(corpus, decoding.beamSearch(corpus));
      Recipe recipe =
          Recipe.of(title(corpus), network(corpus), new Adam())
              .loss(new CtcLoss())
              .judgedBy(new Measure(errors(corpus), metric.name(), true))
              .clipping(GradientClipping.byNorm(CLIPPING_NORM))
              .augmentation(corpus.maskings())
              .pruning(
                  model == SpeechModel.DEEPSPEECH2 ? DeepSpeech2.pruning() : Pruning.layerwise())
              .rounds(FIRST_SPARSITY, SECOND_SPARSITY)
              .of("recordings")
              .quickly(16, QUICK_TEST)
              .training(corpus.epochs(), BATCH, RATE);
      return new ExampleRun("speech", recipe, options, spec.commandLine())
          .measuringPhases(judges)
          .leavingOut(corpus.parts().leftOut())
          .showing(new Transcripts(corpus.test(), corpus.alphabet()))
          .run(corpus.training(), corpus.test());
    }
  }

  private SpeechCorpus corpus() {
    Path place = data;
    if (place == null) {
      return SpeechCorpus.shippedDigits();
    }
    Check.argument(
        Files.exists(place), "--data", "a folder or a zip file", place, "check the path");
    return SpeechCorpus.open(place, parts);
  }

  private String title(SpeechCorpus corpus) {
    Set<String> tests = corpus.parts().tests().keySet();
    return (model == SpeechModel.DEEPSPEECH2 ? "Deep Speech 2" : "Deep Speech")
        + " on "
        + corpus.name()
        + (tests.size() == 1 ? "" : ", judged by " + tests.iterator().next());
  }

  private NetworkBuilder network(SpeechCorpus corpus) {
    Shape features = corpus.training().featureShape();
    int symbols = corpus.alphabet().size();
    if (model == SpeechModel.DEEPSPEECH2) {
      DeepSpeech2 small = DeepSpeech2.small(features);
      return (hidden == null ? small : small.hidden(hidden)).network(symbols);
    }
    return DeepSpeech1.of(features)
        .hidden(hidden == null ? HIDDEN : hidden)
        .context(CONTEXT)
        .network(symbols);
  }

  private TranscriptErrors errors(SpeechCorpus corpus) {
    return metric == ErrorUnit.WER
        ? TranscriptErrors.ofWords(corpus.alphabet())
        : TranscriptErrors.ofCharacters(corpus.alphabet());
  }

  /** The error rates of the beam search, if there is one, and of every further test part. */
  private PhaseMeasures judges(SpeechCorpus corpus, Optional<CtcDecoder> search) {
    CtcDecoder greedy = CtcDecoder.greedy(corpus.alphabet());
    List<CtcDecoder> decoders = search.map(s -> List.of(greedy, s)).orElse(List.of(greedy));
    Map<String, SpeechDataset> tests = corpus.parts().tests();
    List<PhaseMeasures> judges = new ArrayList<>();
    tests.forEach(
        (split, all) -> {
          boolean judgesEpochs = all == corpus.test();
          Dataset test = options.quick() ? all.first(Math.min(QUICK_TEST, all.size())) : all;
          String title = metric.name() + (tests.size() == 1 ? "" : " on " + split);
          if (!judgesEpochs || search.isPresent()) {
            judges.add(new TranscriptJudge(test, title, errors(corpus), decoders));
          }
        });
    return network -> {
      Map<String, String> rates = new LinkedHashMap<>();
      judges.forEach(judge -> rates.putAll(judge.of(network)));
      return rates;
    };
  }
}
