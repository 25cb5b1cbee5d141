package org.dsd4j.examples.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.examples.report.ClassErrors;
import org.dsd4j.examples.report.ComparedOutputs;
import org.dsd4j.examples.report.OutputExamples;
import org.dsd4j.examples.report.PhaseMeasures;
import org.dsd4j.examples.report.ResultTable;
import org.dsd4j.examples.report.RunResult;
import org.dsd4j.internal.Check;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.listen.ConsoleProgress;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.CheckpointCounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs one example from data to report: trains, prints and writes the results. */
public final class ExampleRun {
  // As in the paper on GoogLeNet, the only network here that has further outputs.
  private static final double AUXILIARY_CLASSIFIER_WEIGHT = 0.3;

  /** Independent of the run's seed, so that all runs use the same samples. */
  private static final Seed DRAW = Seed.of(0);

  /** The exit code of a run whose time budget ended before the run did. */
  public static final int STOPPED = 3;

  private final String name;
  private final Recipe recipe;
  private final RunOptions options;
  private final RunSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandLine command;
  private final RunFolder place;
  private @Nullable Consumer<Network> pretraining;
  private List<Metric> furtherMetrics = List.of();
  private final Map<String, Consumer<Path>> furtherFiles = new LinkedHashMap<>();
  private List<RunResult.LeftOut> leftOut = List.of();
  private PhaseMeasures measures = network -> Map.of();
  private OutputExamples examples = network -> List.of();
  private @Nullable ModelDescription description;
  private @Nullable Normalization pictures;

  public ExampleRun(String name, Recipe recipe, RunOptions options, CommandLine command) {
    this.name = name;
    this.recipe = recipe;
    this.options = options;
    this.settings = new RunSettings(recipe, options);
    this.out = command.getOut();
    this.err = command.getErr();
    this.command = command;
    this.place = new RunFolder(options);
    place.checkOtherRuns();
  }

  /** Starts from the weights that this action sets, without a dense phase. */
  public ExampleRun startingTrained(Consumer<Network> weights) {
    this.pretraining = weights;
    return this;
  }

  /** Adds metrics to the accuracy. */
  public ExampleRun measuring(Metric... metrics) {
    this.furtherMetrics = List.of(metrics);
    return this;
  }

  /**
   * Also writes an archive of the network; the description is completed by classes and provenance.
   */
  public ExampleRun archiving(ModelDescription model) {
    this.description = model;
    return this;
  }

  /**
   * Adds errors by class, with pictures of mistakes, to the report.
   *
   * @param normalization the normalisation of the pictures, which is inverted to show them
   */
  public ExampleRun classifying(Normalization normalization) {
    this.pictures = normalization;
    return this;
  }

  /** Also writes this file beside the weights, such as their vocabulary. */
  public ExampleRun writing(String file, Consumer<Path> content) {
    this.furtherFiles.put(file, content);
    return this;
  }

  /** Reports samples of the data that are not in the data sets. */
  public ExampleRun leavingOut(List<RunResult.LeftOut> leftOut) {
    this.leftOut = leftOut;
    return this;
  }

  /** Adds measures that are computed once for each phase. */
  public ExampleRun measuringPhases(PhaseMeasures measures) {
    this.measures = measures;
    return this;
  }

  /** Shows the network's outputs for these samples, after the dense phase and at the end. */
  public ExampleRun showing(OutputExamples examples) {
    this.examples = examples;
    return this;
  }

  /** Throws early if settings are invalid or results cannot be written. */
  public ExampleRun checked() {
    settings.schedule(pretraining != null);
    settings.batch();
    options.budget();
    place.results().check();
    place.clear();
    return this;
  }

  /** Runs the example; returns the exit code. */
  public int run(Dataset trainingData, Dataset testData) {
    checkParts(trainingData, testData);
    Dataset training = shortened(trainingData, recipe.quickTraining());
    Dataset test = shortened(testData, recipe.quickTest());
    try (Network network =
        recipe.network().precision(options.precision()).build(Seed.of(options.seed()))) {
      if (pretraining != null) {
        pretraining.accept(network);
      }
      DsdTrainer.Builder builder =
          DsdTrainer.builder()
              .network(network)
              .loss(recipe.loss())
              .optimizer(recipe.optimizer())
              .schedule(settings.schedule(pretraining != null))
              .pruning(recipe.pruning())
              .clipping(recipe.clipping())
              .order(recipe.order(training))
              .training(training, settings.batch(), recipe.augmentation())
              .validation(test)
              .metric(recipe.measure().metric())
              .listener(new ConsoleProgress(System.out, Terminal.isAttached()))
              .listener(place.metrics())
              .listener(place.tensorBoard(network))
              .checkpoints(place.checkpoints().rule())
              .budget(options.budget())
              .whenNotFinite(options.whenNotFinite())
              .seed(options.seed());
      furtherMetrics.forEach(builder::metric);
      network.outputShapes().keySet().stream()
          .skip(1)
          .forEach(head -> builder.loss(head, recipe.loss(), AUXILIARY_CLASSIFIER_WEIGHT));
      DsdTrainer trainer = options.withControl() ? builder.withControl().build() : builder.build();
      place.results().check();
      out.printf(
          Locale.ROOT,
          "%s: %,d training and %,d test %s%n",
          recipe.title(),
          training.size(),
          test.size(),
          recipe.samples());
      leftOut.forEach(out::println);
      out.println();
      out.print(network.summary());
      place.clear();
      out.print(place.whereItStarts());
      out.flush();
      return train(trainer, new Parts(network, training, test));
    }
  }

  /** Throws if the test part is the training part. */
  private static void checkParts(Dataset training, Dataset test) {
    // Sizes are compared first, because fingerprints take time.
    boolean same =
        training.size() == test.size() && training.fingerprint().equals(test.fingerprint());
    Check.argument(
        !same,
        "--data",
        "other samples to test with than to train with",
        "the same " + test.size() + " for both",
        "name the place that has both parts");
  }

  /** The parts of a run, for its report. */
  private record Parts(Network network, Dataset training, Dataset test) {}

  private int train(DsdTrainer trainer, Parts parts) {
    try (StopSignals signals = new StopSignals(trainer::stop, err)) {
      try (DsdResult result = trained(trainer)) {
        report(result, parts);
        return 0;
      } catch (TrainingStoppedException e) {
        out.printf(
            Locale.ROOT,
            "%nThe run %s.%nTo continue: the same command%s%n",
            e.outcome(),
            options.extend() ? "" : " with --resume");
        out.flush();
        return signals.exitCode().orElse(STOPPED);
      }
    }
  }

  private DsdResult trained(DsdTrainer trainer) {
    if (options.extend()) {
      return trainer.extend(place.checkpoints().folder());
    }
    return options.resume() ? trainer.resume(place.checkpoints().folder()) : trainer.fit();
  }

  private void report(DsdResult result, Parts parts) {
    RunResult run =
        RunResult.of(
            settings.subject(name, parts.training.size(), parts.test.size(), leftOut),
            settings.command(command.getParseResult()),
            result,
            parts.network,
            settings.decisions(parts.network));
    ComparedOutputs shown = ComparedOutputs.of(examples, parts.network, result);
    Normalization normalization = pictures;
    ClassErrors errors = null;
    Map<Integer, String> mistakes = Map.of();
    if (normalization != null) {
      errors = ClassErrors.of(parts.network, parts.test, result);
      mistakes = errors.pictures(parts.test, normalization);
    }
    run = run.showing(PhaseMeasures.take(measures, parts.network, result), shown.rows(), errors);
    out.print(new ResultTable(run));
    out.print(shown);
    Path report = place.results().write(run, mistakes);
    Path weights = place.results().write(parts.network);
    out.printf(Locale.ROOT, "%nReport: %s%n", report.toAbsolutePath().normalize());
    out.printf(Locale.ROOT, "Weights: %s%n", weights.toAbsolutePath().normalize());
    furtherFiles.forEach((file, content) -> content.accept(options.out().resolve(file)));
    if (description != null) {
      ModelDescription model =
          description
              .classNames(parts.training.classNames())
              .provenance(result.provenance().texts());
      Path archive = place.results().write(parts.network, model);
      out.printf(Locale.ROOT, "Archive for predict: %s%n", archive.toAbsolutePath().normalize());
    }
    tellFailed(result.checkpoints());
    out.flush();
  }

  private void tellFailed(CheckpointCounts saved) {
    saved
        .lastFailure()
        .ifPresent(
            reason ->
                out.printf(
                    Locale.ROOT,
                    "%d of %d checkpoints could not be written: %s%n",
                    saved.failed(),
                    saved.failed() + saved.written(),
                    reason));
  }

  private Dataset shortened(Dataset data, int size) {
    return options.quick() && data.size() > size ? mixed(data, size) : data;
  }

  /** The first samples or, if they are sorted by class as in folders of pictures, a random draw. */
  public static Dataset mixed(Dataset data, int size) {
    Dataset first = data.first(size);
    boolean sorted =
        ClassBalance.isOfClasses(data) && !ClassBalance.of(first).isLike(ClassBalance.of(data));
    return sorted ? data.drawn(size, DRAW) : first;
  }
}
