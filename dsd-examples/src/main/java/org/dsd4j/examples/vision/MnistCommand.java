package org.dsd4j.examples.vision;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dsd4j.datasets.pictures.Mnist;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.optim.Sgd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a LeNet on MNIST. */
@Command(
    name = "mnist",
    description = "A LeNet on MNIST.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class MnistCommand implements Callable<Integer> {
  private static final int EPOCHS = 10;
  private static final int BATCH = 64;
  private static final double RATE = 0.03;
  private static final double DENSE_RATE = 0.05;

  enum MnistModel {
    LENET5,
    LENET300100
  }

  @Spec private CommandSpec spec;

  @Mixin
  private final RunOptions options =
      new RunOptions(
          "mnist", EPOCHS, BATCH, RATE + ", with lenet300100 " + DENSE_RATE, Recipe.SPARSITY);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder with the four IDX files of MNIST, compressed or not.")
  private Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "lenet5",
      description = "lenet5 or lenet300100 (default: ${DEFAULT-VALUE}).")
  private MnistModel model;

  @Override
  public Integer call() {
    boolean convolutional = model == MnistModel.LENET5;
    Recipe recipe =
        Recipe.of(
                (convolutional ? "LeNet-5" : "LeNet-300-100") + " on MNIST",
                convolutional ? LeNet.lenet5(10) : LeNet.lenet300100(10),
                Sgd.momentum(0.9).weightDecay(5e-4))
            .training(EPOCHS, BATCH, convolutional ? RATE : DENSE_RATE);
    return new ExampleRun("mnist", recipe, options, spec.commandLine())
        .archiving(
            ModelDescription.of(convolutional ? "lenet5" : "lenet300100")
                .normalization(Mnist.normalization()))
        .classifying(Mnist.normalization())
        .run(Mnist.train(data), Mnist.test(data));
  }
}
