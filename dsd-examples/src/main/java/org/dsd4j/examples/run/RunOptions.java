package org.dsd4j.examples.run;

import java.nio.file.Path;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.record.NonFinitePolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that all examples share. */
public final class RunOptions {
  private final String name;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of the dense phase (default: ${bundle:usual.epochs}, with --quick 1).")
  private @Nullable Integer epochs;

  @Option(
      names = "--retrain-epochs",
      paramLabel = "N",
      description =
          "Epochs of each sparse and re-dense phase (default: half of the dense one's, rounded"
              + " up).")
  private @Nullable Integer retrainEpochs;

  @Option(
      names = "--learning-rate",
      paramLabel = "F",
      description =
          "Learning rate at the start of the dense phase; the first sparse phase starts at a tenth"
              + " of it, the re-dense one at a hundredth, and each falls along half a cosine"
              + " (default: ${bundle:usual.learning-rate}).")
  private @Nullable Double learningRate;

  @Option(
      names = "--sparsity",
      paramLabel = "F",
      description =
          "Share of each layer's weights to prune, from 0 to below 1 (default:"
              + " ${bundle:usual.sparsity}).")
  private @Nullable Double sparsity;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of weights, order and augmentation (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples in a training step (default: ${bundle:usual.batch}).")
  private @Nullable Integer batch;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "F32",
      description = "f32 or bf16 (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.F32;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for results, of one run (default: ${bundle:usual.out}).")
  private @Nullable Path out;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      converter = Interval.Converter.class,
      description =
          "Save the run into --out so often, such as 30s, 5m, 2h, 500steps, 1epoch"
              + " (default: 1m, with --quick 1s).")
  private @Nullable Interval checkpointEvery;

  @Option(
      names = "--resume",
      description =
          "Continue the run that was saved in --out, or start one if there is none (default: off).")
  private boolean resume;

  @Option(
      names = "--extend",
      description =
          "Continue the run that was saved in --out with the longer phases that --epochs and"
              + " --retrain-epochs give: the current or last completed phase, and those after it"
              + " (default: off).")
  private boolean extend;

  @Option(
      names = "--overwrite",
      description =
          "Replace the run that --out holds (default: off, and such a folder is refused).")
  private boolean overwrite;

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      converter = Interval.Converter.class,
      description =
          "Save and stop after this time or number of steps; --resume continues (default: never).")
  private @Nullable Interval stopAfter;

  @Option(
      names = "--when-not-finite",
      paramLabel = "P",
      defaultValue = "stop",
      converter = WhenNotFinite.class,
      description =
          "What to do where a loss or a gradient is no finite number: stop, skip:N to leave up to N"
              + " batches of a phase out, back:N to begin an epoch again with half the learning"
              + " rate up to N times (default: ${DEFAULT-VALUE}).")
  private NonFinitePolicy whenNotFinite = NonFinitePolicy.stop();

  @Option(
      names = "--quick",
      description =
          "A run of seconds through everything: one epoch a phase on few samples (default: off).")
  private boolean quick;

  @Option(names = "--no-control", description = "Leave the control out (default: off).")
  private boolean withoutControl;

  @Option(names = "--stacktrace", description = "Show where an error came from (default: off).")
  private boolean stacktrace;

  private final ResourceBundle usual;

  /**
   * The options of one example, with its defaults for the help.
   *
   * @param name the name of its command
   * @param epochs the epochs of the dense phase
   * @param batch the samples of a step
   * @param learningRate the learning rate at the start of the dense phase
   * @param sparsity the sparsity of each round
   */
  public RunOptions(
      String name, Object epochs, Object batch, Object learningRate, Object sparsity) {
    this.name = name;
    Object[][] texts = {
      {"usual.epochs", epochs.toString()},
      {"usual.batch", batch.toString()},
      {"usual.learning-rate", learningRate.toString()},
      {"usual.sparsity", sparsity.toString()},
      {"usual.out", defaultOut().toString()}
    };
    this.usual =
        new ListResourceBundle() {
          @Override
          protected Object[][] getContents() {
            return texts;
          }
        };
  }

  /** The defaults of this example for the help; a key without a prefix would replace a text. */
  @Spec(Spec.Target.MIXEE)
  void describe(CommandSpec command) {
    command.resourceBundle(usual);
  }

  private Path defaultOut() {
    return Path.of("runs", name);
  }

  /** The dense phase's epochs. */
  int epochs(int otherwise) {
    int chosen = quick ? 1 : otherwise;
    return epochs == null ? chosen : epochs;
  }

  /** The epochs of the sparse phase, and of the re-dense one, after this many dense epochs. */
  int retrainEpochs(int dense) {
    return retrainEpochs == null ? (dense + 1) / 2 : retrainEpochs;
  }

  /** The learning rate at the start of the dense phase. */
  double learningRate(double otherwise) {
    return learningRate == null ? otherwise : learningRate;
  }

  /** The sparsity of each round. */
  List<Double> sparsities(List<Double> otherwise) {
    return sparsity == null ? otherwise : List.of(sparsity);
  }

  public long seed() {
    return seed;
  }

  public BatchSize batch(int otherwise) {
    return BatchSize.batchSize(batch == null ? otherwise : batch);
  }

  public Precision precision() {
    return precision;
  }

  public Path out() {
    return out == null ? defaultOut() : out;
  }

  Interval checkpointEvery() {
    return checkpointEvery == null ? Interval.seconds(quick ? 1 : 60) : checkpointEvery;
  }

  public boolean resume() {
    Check.argument(
        !(resume || extend) || !overwrite,
        extend ? "--extend" : "--resume",
        "no --overwrite beside it",
        "both",
        "continue the run or replace it: leave one of them out");
    return resume || extend;
  }

  /** Whether the resumed run is to be longer than before. */
  boolean extend() {
    return extend;
  }

  boolean overwrite() {
    return overwrite;
  }

  Budget budget() {
    Interval most = stopAfter;
    if (most == null) {
      return Budget.unlimited();
    }
    Check.argument(
        most.unit() != Interval.Unit.EPOCHS,
        "--stop-after",
        "a time or a number of steps",
        most.number() + " epochs",
        "choose the length in epochs with --epochs");
    return new Budget(most.time(), most.steps());
  }

  NonFinitePolicy whenNotFinite() {
    return whenNotFinite;
  }

  public boolean quick() {
    return quick;
  }

  boolean withControl() {
    return !withoutControl;
  }

  boolean stacktrace() {
    return stacktrace;
  }
}
