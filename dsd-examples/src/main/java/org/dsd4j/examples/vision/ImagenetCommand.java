package org.dsd4j.examples.vision;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.pictures.ImageFolder;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.PrefixOption;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.internal.Check;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightLoading;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.metric.TopK;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Trains any network of the catalogue on pictures in class folders, with or without given weights.
 */
@Command(
    name = "imagenet",
    description = {
      "Trains a network on folders of pictures, one a class, as ImageNet's.",
      "With --weights it starts from these and leaves the dense phase out."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ImagenetCommand implements Callable<Integer> {
  // The paper's values, for residual networks and for all others.
  private static final double RESIDUAL_RATE = 0.1;
  private static final double OTHER_RATE = 0.01;
  private static final int EPOCHS = 90;
  private static final int BATCH = 32;

  @Spec private CommandSpec spec;

  @Mixin
  private final RunOptions options =
      new RunOptions(
          "imagenet",
          EPOCHS,
          BATCH,
          "the paper's, " + RESIDUAL_RATE + " for residual networks, else " + OTHER_RATE,
          Recipe.SPARSITY);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder with train and val, or train.zip and val.zip: one folder a class.")
  private Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "resnet50",
      description = "A name that 'dsd4j models' lists (default: ${DEFAULT-VALUE}).")
  private String model = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Pretrained weights: safetensors, or a .pth of torch.save (default: none, drawn by"
              + " --seed).")
  private @Nullable Path weights;

  @Option(
      names = "--new-head",
      description =
          "Draw anew what has another shape in the weights: the head for other classes"
              + " (default: off).")
  private boolean newHead;

  @Mixin private PrefixOption prefix;
  @Mixin private NormalizationOptions normalization;

  @Override
  public Integer call() {
    NamedModel named = ModelCatalogue.load().get(model);
    Check.argument(
        named.input().rank() == 3,
        "--model",
        "a network of images",
        model + ", which takes " + named.input(),
        "choose another one of 'dsd4j models'");
    Check.argument(
        weights == null || Files.isRegularFile(weights),
        "--weights",
        "a file",
        weights,
        "check the path");
    Check.argument(
        !prefix.isGiven() || weights != null,
        "--strip-prefix",
        "--weights beside it",
        "none",
        "add --weights or leave --strip-prefix out");
    Check.argument(
        !newHead || weights != null,
        "--new-head",
        "--weights beside it",
        "none",
        "add --weights or leave --new-head out");
    Normalization normalize =
        weights == null ? normalization.ofNewWeights() : normalization.ofWeights(named);
    try (ImageFolder training = ImageFolder.open(part("train"));
        ImageFolder validation = ImageFolder.open(part("val"), training.classNames())) {
      int size = named.input().extent(0);
      Recipe recipe =
          Recipe.of(
                  named.name() + " on " + data.getFileName(),
                  named.network(training.classNames().size()),
                  Sgd.momentum(0.9).weightDecay(1e-4))
              .augmentation(Augment.horizontalFlip().then(normalize.transform()))
              .training(EPOCHS, BATCH, rate());
      ExampleRun run =
          new ExampleRun("imagenet", recipe, options, spec.commandLine())
              .classifying(normalize)
              .archiving(
                  ModelDescription.of(named.name())
                      .normalization(normalize)
                      .shorterSide(ImageNet.shorterSide(size)));
      if (training.classNames().size() > 5) {
        run = run.measuring(new TopK(5));
      }
      Path given = weights;
      if (given != null) {
        run = run.startingTrained(network -> load(given, network));
      }
      return run.run(
          training.decoded(Pictures.randomResizedCrop(size)),
          validation.decoded(ImageNet.evaluation(size)).map(normalize.transform()));
    }
  }

  private double rate() {
    return model.startsWith("resnet") ? RESIDUAL_RATE : OTHER_RATE;
  }

  /** The place of the pictures of a part. */
  private Path part(String name) {
    Path folder = data.resolve(name);
    Path zip = data.resolve(name + ".zip");
    boolean zipped = Files.isRegularFile(zip);
    Check.argument(
        zipped || Files.isDirectory(folder),
        "--data",
        "a folder with " + name + " or " + name + ".zip in it",
        data,
        "name the folder above the parts");
    return zipped ? zip : folder;
  }

  private void load(Path path, Network network) {
    PrintWriter out = spec.commandLine().getOut();
    try (WeightFile file = WeightFile.open(path)) {
      Check.argument(
          file.tensors().stream().noneMatch(tensor -> ModelArchive.isPacked(tensor.name())),
          "--weights",
          "weights that are stored whole",
          path + ", an archive with packed ones",
          "pass the weights.safetensors of the same network");
      WeightLoading loading = prefix.loading(file);
      List<String> drawn = newHead ? loading.ofOtherShape(network) : List.of();
      out.println(loading.excluding(drawn.toArray(String[]::new)).loadInto(network));
      out.flush();
    }
  }
}
