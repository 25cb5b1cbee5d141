package org.dsd4j.examples.caption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.examples.run.EncoderTraining;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.Measure;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.TokenPerplexity;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.text.Vocabulary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains NeuralTalk on drawn scenes or photographs. */
@Command(
    name = "caption",
    description = {
      "NeuralTalk: an LSTM that describes pictures, by default drawn scenes, in words.",
      "A network that is trained first, or comes with --weights, sees the pictures and then stays"
          + " as it is. The sparse phase prunes 80 %%, as in the paper."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CaptionCommand implements Callable<Integer> {
  private static final String NAME = "caption";
  private static final double CLIPPING_NORM = 5;
  private static final double SPARSITY = 0.8;

  @Spec private CommandSpec spec;

  @Mixin
  private final RunOptions options =
      new RunOptions(
          NAME,
          SceneSource.CAPTION_EPOCHS + ", for photographs " + FlickrSource.CAPTION_EPOCHS,
          CaptionSource.BATCH,
          SceneSource.CAPTION_RATE + ", for photographs " + FlickrSource.CAPTION_RATE,
          SPARSITY);

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = {
        "Folder or zip file with dataset….json of Karpathy and the pictures, such as Flickr8k,",
        "in place of drawn scenes (default: drawn scenes)."
      })
  private @Nullable Path data;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "VGG-16 of torchvision, to see the pictures of --data with"
              + " (default: none, a small network is trained first).")
  private @Nullable Path weights;

  @Option(
      names = "--beam",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many beginnings of a sentence to keep (default: ${DEFAULT-VALUE}).")
  private int beam;

  @Override
  public Integer call() {
    checkOptions();
    EncoderTraining encoder =
        new EncoderTraining(options, options.out(), spec.commandLine().getOut());
    Path place = data;
    try (CaptionSource source =
        place == null
            ? new SceneSource(options, encoder)
            : new FlickrSource(options, encoder, place, weights)) {
      return run(source);
    }
  }

  private void checkOptions() {
    Check.positive("--beam", beam);
    Check.argument(
        weights == null || data != null,
        "--weights",
        "--data with photographs, which VGG-16 knows",
        "no --data",
        "name photographs or leave --weights out");
    Check.argument(
        weights == null || Files.isRegularFile(weights),
        "--weights",
        "a file",
        weights,
        "check the path");
  }

  private int run(CaptionSource source) {
    CaptionTask task = CaptionTask.of(source);
    Vocabulary vocabulary = task.vocabulary();
    Path words = options.out().resolve(OutputFolder.VOCABULARY);
    if (options.resume() && Files.exists(words)) {
      vocabulary.checkSame(words.toString(), Vocabulary.read(words));
    }
    ExampleRun run =
        new ExampleRun(NAME, recipe(source, task), options, spec.commandLine()).checked();
    CaptionTask.Described data;
    try (Network describing = source.describing()) {
      data = task.describe(describing);
    }
    write(vocabulary, words);
    CaptionJudge judge = new CaptionJudge(vocabulary, beam, data.testFeatures(), data.test());
    return run.measuringPhases(judge::bleu)
        .showing(judge::samples)
        .leavingOut(task.leftOut())
        .run(data.training(), data.validation());
  }

  private Recipe recipe(CaptionSource source, CaptionTask task) {
    return source.train(
        Recipe.of(
                source.title(),
                source.model(task.steps()).network(task.vocabulary().size()),
                new Adam())
            .loss(new SoftmaxCrossEntropy().ignoreLabel(Dataset.NO_TARGET))
            .judgedBy(new Measure(new TokenPerplexity(), "Perplexity", false))
            // Captions of similar length describe similar pictures: batches of them learn less.
            .order(SampleOrder.SHUFFLED)
            .clipping(GradientClipping.byNorm(CLIPPING_NORM))
            .rounds(SPARSITY)
            .of("captions"));
  }

  private static void write(Vocabulary vocabulary, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": its folder cannot be created", e);
    }
    vocabulary.write(file);
  }
}
