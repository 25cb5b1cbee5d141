package org.dsd4j.examples.vision;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dsd4j.data.Dataset;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.optim.Sgd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains LeNet-5 on the part of Fashion-MNIST that comes with the examples, or on all of it. */
@Command(
    name = "fashion",
    description = "LeNet-5 on Fashion-MNIST; a part of it comes with the program.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class FashionCommand implements Callable<Integer> {
  private static final int EPOCHS = 8;
  private static final int BATCH = 64;
  private static final double RATE = 0.03;

  /** The name of the resources beside this class with the part that comes with the program. */
  public static final String RESOURCES = "fashion-mnist";

  @Spec private CommandSpec spec;

  @Mixin
  private final RunOptions options =
      new RunOptions("fashion", EPOCHS, BATCH, RATE, Recipe.SPARSITY);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with all of Fashion-MNIST, four IDX files"
              + " (default: the part that comes with the program).")
  private @Nullable Path data;

  @Override
  public Integer call() {
    Path folder = data;
    Dataset training =
        folder == null
            ? FashionMnist.trainResources(FashionCommand.class, RESOURCES)
            : FashionMnist.train(folder);
    Dataset test =
        folder == null
            ? FashionMnist.testResources(FashionCommand.class, RESOURCES)
            : FashionMnist.test(folder);
    Recipe recipe =
        Recipe.of("LeNet-5 on Fashion-MNIST", LeNet.lenet5(10), Sgd.momentum(0.9).weightDecay(5e-4))
            .training(EPOCHS, BATCH, RATE);
    return new ExampleRun("fashion", recipe, options, spec.commandLine())
        .archiving(ModelDescription.of("lenet5").normalization(FashionMnist.normalization()))
        .classifying(FashionMnist.normalization())
        .run(training, test);
  }
}
