package org.dsd4j.examples.text;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.datasets.text.PlainText;
import org.dsd4j.datasets.text.TokenStream;
import org.dsd4j.examples.report.OutputExamples;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.examples.report.RunResult.LeftOut;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.Measure;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.metric.TokenPerplexity;
import org.dsd4j.models.text.LanguageModel;
import org.dsd4j.models.text.TextSampler;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.text.VocabularyBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a language model of characters or words. */
@Command(
    name = "text",
    description = {
      "An LSTM language model; plays of Shakespeare come with the program.",
      "Its sparse phase prunes 80 %%, as the paper prunes the LSTM that writes captions."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TextCommand implements Callable<Integer> {
  private static final String RESOURCE = "shakespeare.txt.gz";
  private static final int EPOCHS = 8;
  private static final int BATCH = 32;
  private static final double RATE = 4e-3;
  private static final double SPARSITY = 0.8;
  private static final int SHIPPED_SENTENCES = 9000;
  private static final double CLIPPING_NORM = 1;
  private static final double TEST_SHARE = 0.1;
  private static final int STEPS_OF_CHARACTERS = 64;
  private static final int STEPS_OF_WORDS = 35;

  @Spec private CommandSpec spec;
  @Mixin private final RunOptions options = new RunOptions("text", EPOCHS, BATCH, RATE, SPARSITY);

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = {
        "A text file, or a folder or zip file of texts;",
        "of words with tags, word/tag, as the Brown corpus, with --tagged",
        "(default: plays of Shakespeare that come with the program)."
      })
  private @Nullable Path data;

  @Option(names = "--words", description = "Model words in place of characters (default: off).")
  private boolean words;

  @Option(
      names = "--tagged",
      description = "The text has tags behind its words: take these off (default: off).")
  private boolean tagged;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      defaultValue = "10000",
      description = "The largest number of tokens (default: ${DEFAULT-VALUE}).")
  private int vocabularySize;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "200",
      description = "Units of the embedding and the LSTM (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "1",
      description = "LSTM layers (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Override
  public Integer call() {
    boolean ofWords = words || tagged;
    PlainText.TextParts parts = text(ofWords).split(TEST_SHARE, TEST_SHARE);
    Vocabulary vocabulary = vocabulary(parts.training(), ofWords);
    int steps = ofWords ? STEPS_OF_WORDS : STEPS_OF_CHARACTERS;
    int batch = options.batch(BATCH).samples();
    LanguageModel model = LanguageModel.of(steps).size(size).layers(layers).carryingState(batch);
    Recipe recipe =
        Recipe.of(
                "LSTM of " + (ofWords ? "words" : "characters"),
                model.network(vocabulary.size()),
                new Adam())
            .judgedBy(new Measure(new TokenPerplexity(), "Perplexity", false))
            .clipping(GradientClipping.byNorm(CLIPPING_NORM))
            .order(SampleOrder.AS_STORED)
            .rounds(SPARSITY)
            .of("sequences")
            .quickly(2 * batch, batch)
            .training(EPOCHS, batch, RATE);
    TokenStream training = stream(parts.training(), vocabulary, steps, batch);
    TokenStream validation = stream(parts.validation(), vocabulary, steps, batch);
    return new ExampleRun("text", recipe, options, spec.commandLine())
        .leavingOut(leftOut(parts, training, validation))
        .showing(new Continuations(vocabulary, parts.test(), ofWords))
        .writing(OutputFolder.VOCABULARY, vocabulary::write)
        .run(training, validation);
  }

  /** The tokens at the ends of the parts that do not fill a batch. */
  private static List<LeftOut> leftOut(PlainText.TextParts parts, TokenStream... streams) {
    List<LeftOut> leftOut = new ArrayList<>();
    List<PlainText> texts = List.of(parts.training(), parts.validation());
    for (int i = 0; i < streams.length; i++) {
      if (streams[i].leftOut() > 0) {
        int all = texts.get(i).tokensWithEnds().size();
        String reason = "at its end, too few to fill a batch";
        String name = texts.get(i).name();
        leftOut.add(new LeftOut(name, streams[i].leftOut(), all, "tokens", reason, List.of()));
      }
    }
    return leftOut;
  }

  private static TokenStream stream(PlainText part, Vocabulary vocabulary, int steps, int batch) {
    return TokenStream.of(part.name(), vocabulary, part.tokensWithEnds(), steps, batch);
  }

  private PlainText text(boolean ofWords) {
    Tokenizer tokenizer =
        tagged
            ? Tokenizer.taggedWords().lowerCase()
            : ofWords ? Tokenizer.words() : Tokenizer.characters();
    Path place = data;
    if (place != null) {
      return PlainText.read(place, tokenizer);
    }
    InputStream shipped =
        Objects.requireNonNull(TextCommand.class.getResourceAsStream(RESOURCE), RESOURCE);
    return PlainText.read("shakespeare.txt", shipped, tokenizer).first(SHIPPED_SENTENCES);
  }

  private Vocabulary vocabulary(PlainText training, boolean ofWords) {
    VocabularyBuilder builder =
        Vocabulary.builder()
            .special(SpecialToken.UNKNOWN, SpecialToken.END)
            .maximumSize(vocabularySize)
            .addAll(training.tokensWithEnds());
    return ofWords ? builder.minimumCount(2).build() : builder.build();
  }

  /** The network's continuations of sentences of the test part. */
  private record Continuations(Vocabulary vocabulary, PlainText test, boolean ofWords)
      implements OutputExamples {
    private static final int SHOWN = 3;
    private static final int WORDS = 30;
    private static final int CHARACTERS = 160;
    private static final double TEMPERATURE = 0.7;
    private static final Seed SEED = Seed.of(1);

    @Override
    public List<Shown> of(Network network) {
      TextSampler sampler = new TextSampler(network, vocabulary, TEMPERATURE);
      List<List<String>> beginnings =
          test.sentences().stream().filter(sentence -> sentence.size() > 2).limit(SHOWN).toList();
      List<Shown> shown = new ArrayList<>();
      for (List<String> beginning : beginnings) {
        // A seed for each, so that they differ.
        Seed seed = SEED.derive(shown.size());
        List<String> end = sampler.sample(beginning, ofWords ? WORDS : CHARACTERS, seed);
        shown.add(new Shown(written(beginning), "", written(end)));
      }
      return shown;
    }

    private String written(List<String> tokens) {
      String text = String.join(ofWords ? " " : "", tokens);
      return text.replace(SpecialToken.END.text(), " / ");
    }
  }
}
