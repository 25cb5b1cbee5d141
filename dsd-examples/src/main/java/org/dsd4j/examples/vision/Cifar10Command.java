package org.dsd4j.examples.vision;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.datasets.pictures.Cifar10;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.optim.Sgd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a ResNet on CIFAR-10. */
@Command(
    name = "cifar10",
    description = "A ResNet on CIFAR-10, with crops, flips and erased boxes.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Cifar10Command implements Callable<Integer> {
  private static final int EPOCHS = 60;
  private static final int BATCH = 128;
  private static final double RATE = 0.1;

  @Spec private CommandSpec spec;

  @Mixin
  private final RunOptions options =
      new RunOptions("cifar10", EPOCHS, BATCH, RATE, Recipe.SPARSITY);

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = {
        "Folder with the binary version of CIFAR-10,",
        "or with cifar10-train.zip and cifar10-test.zip,",
        "or with folders train and test of one folder a class."
      })
  private Path data;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "20",
      description = "Depth of the ResNet: 20, 32, 56 (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Override
  public Integer call() {
    Recipe recipe =
        Recipe.of(
                "ResNet-" + depth + " on CIFAR-10",
                ResNet.cifar(depth).network(10),
                Sgd.nesterov(0.9).weightDecay(5e-4))
            .augmentation(Augment.cropAndFlip(4).then(Augment.randomErasing(0.5)))
            .loss(new SoftmaxCrossEntropy().labelSmoothing(0.1))
            .training(EPOCHS, BATCH, RATE);
    ExampleRun run =
        new ExampleRun("cifar10", recipe, options, spec.commandLine())
            .classifying(Cifar10.normalization());
    String model = "resnet" + depth;
    // Any depth 6n + 2 can be trained; only those with a name in the catalogue can be archived.
    if (ModelCatalogue.load().names().contains(model)) {
      run =
          run.archiving(
              ModelDescription.of(model)
                  .normalization(Cifar10.normalization())
                  .shorterSide(Cifar10.SIDE));
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "No archive for predict will be written: no network is called %s%n",
              model);
    }
    return run.run(Cifar10.train(data), Cifar10.test(data));
  }
}
