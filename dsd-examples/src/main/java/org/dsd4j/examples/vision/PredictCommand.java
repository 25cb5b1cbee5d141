package org.dsd4j.examples.vision;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Greyscale;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.datasets.pictures.PictureFile;
import org.dsd4j.examples.run.PrefixOption;
import org.dsd4j.internal.Check;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.TextLines;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Classifies pictures. */
@Command(
    name = "predict",
    description = "Prints the most probable classes of pictures.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PredictCommand implements Callable<Integer> {
  private static final int COLOURS = 3;
  private static final int GREY = 1;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Pictures of any size.")
  private List<Path> images = List.of();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** The source of the network: one file, or a name and weights. */
  private static final class Source {
    @Option(
        names = "--archive",
        paramLabel = "FILE",
        required = true,
        description = "A model archive, as training writes it, with all other settings.")
    private @Nullable Path archive;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Parts parts;
  }

  /** A network by name and its weights. */
  private static final class Parts {
    @Option(
        names = "--model",
        paramLabel = "NAME",
        required = true,
        description = "A name that 'dsd4j models' lists.")
    private String model = "";

    @Option(
        names = "--weights",
        paramLabel = "FILE",
        required = true,
        description = "Its weights: safetensors, or a .pth of torch.save.")
    private Path weights;
  }

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "Text file with the name of a class in each line, in the order of the numbers"
              + " (default: classes are numbered).")
  private @Nullable Path namesFile;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "How many classes (default: as many as names, or as 'dsd4j models' lists).")
  private @Nullable Integer classes;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes to print (default: ${DEFAULT-VALUE}).")
  private int top;

  @Mixin private PrefixOption prefix;
  @Mixin private NormalizationOptions normalization;

  @Override
  public Integer call() {
    Check.positive("--top", top);
    Path archive = source.archive;
    Parts parts = source.parts;
    if (archive != null) {
      predict(archive);
    } else if (parts != null) {
      predict(parts);
    }
    return 0;
  }

  private void predict(Path path) {
    Check.argument(
        namesFile == null && classes == null && !normalization.isGiven() && !prefix.isGiven(),
        "--archive",
        "no --names, --classes, --strip-prefix, --mean and --deviation",
        "one of them",
        "leave them out: the archive has them");
    checkIsArchive(path);
    try (ModelArchive archive = ModelArchive.open(path)) {
      ModelDescription description = archive.description();
      boolean grey = takes(archive.input(), GREY);
      Check.argument(
          grey || takes(archive.input(), COLOURS),
          path.toString(),
          "a network for square pictures, coloured or grey",
          "one for " + archive.input(),
          "pass the archive of such a network");
      int size = archive.input().extent(0);
      Framing framing = Pictures.resizeAndCenterCrop(description.shorterSide().orElse(size), size);
      Transform normalize =
          description.normalization().map(Normalization::transform).orElseGet(Transform::identity);
      List<Values> pictures = read(framing, grey ? new Greyscale().then(normalize) : normalize);
      try (Network network = ModelCatalogue.load().build(archive)) {
        print(network, pictures, description.classNames());
      }
    }
  }

  /** Weights alone do not determine the network; options have to name it. */
  private static void checkIsArchive(Path path) {
    checkIsFile("--archive", path);
    boolean isArchive;
    try (WeightFile file = WeightFile.open(path)) {
      isArchive = file.metadata().containsKey(ModelArchive.METADATA);
    } catch (CorruptDataException e) {
      // A damaged archive is reported as such; a .pth file is never an archive.
      isArchive = !path.toString().matches("(?i).*\\.pth?");
      if (isArchive) {
        throw e;
      }
    }
    Check.argument(
        isArchive,
        "--archive",
        "a model archive, such as the model.dsd4j.safetensors that training writes",
        path + ", which has weights alone",
        "pass these with --model NAME --weights " + path);
  }

  private static void checkIsFile(String option, Path path) {
    Check.argument(Files.isRegularFile(path), option, "a file", path, "check the path");
  }

  /** The reverse check: an archive's weights can be packed, and it contains more than weights. */
  private static void checkIsNoArchive(Path path) {
    checkIsFile("--weights", path);
    try (WeightFile file = WeightFile.open(path)) {
      Check.argument(
          !file.metadata().containsKey(ModelArchive.METADATA),
          "--weights",
          "weights alone",
          path + ", a model archive",
          "pass it with --archive " + path + " and without --model");
    }
  }

  private void predict(Parts parts) {
    checkIsNoArchive(parts.weights);
    NamedModel named = ModelCatalogue.load().get(parts.model);
    Check.argument(
        takes(named.input(), COLOURS),
        "--model " + parts.model,
        "a network for colour pictures",
        "one for " + named.input(),
        "train it with an example and pass the --archive that it writes");
    Transform normalize = normalization.ofWeights(named).transform();
    List<String> names = names();
    int count = classes == null ? names.isEmpty() ? named.classes() : names.size() : classes;
    Check.argument(
        names.isEmpty() || names.size() == count,
        "--names",
        count + " lines, one for each class",
        names.size(),
        "pass the names of the classes that the network was trained on");
    List<Values> pictures = read(ImageNet.evaluation(named.input().extent(0)), normalize);
    try (Network network = named.network(count).build(Seed.of(0));
        WeightFile file = WeightFile.open(parts.weights)) {
      PrefixOption.tell(
          prefix.loading(file).loadInto(network).prefix(), spec.commandLine().getErr());
      print(network, pictures, names);
    }
  }

  private static boolean takes(Shape input, int channels) {
    return input.rank() == 3 && input.last() == channels && input.extent(0) == input.extent(1);
  }

  /** Reads all pictures before the network is built, so that a damaged one is reported at once. */
  private List<Values> read(Framing framing, Transform normalize) {
    return images.stream()
        .map(image -> new Sample(PictureFile.read(image, framing), Values.label(0)))
        .map(sample -> normalize.apply(sample, Seed.of(0).stream()).features())
        .toList();
  }

  private void print(Network network, List<Values> pictures, List<String> names) {
    for (int i = 0; i < pictures.size(); i++) {
      print(images.get(i), probabilities(network, pictures.get(i)), names);
    }
  }

  private List<String> names() {
    if (namesFile == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (TextLines lines = TextLines.open(namesFile)) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          names.add(line);
        }
      }
    }
    return names;
  }

  private static double[] probabilities(Network network, Values picture) {
    try (INDArray batch = Nd4j.create(picture.array(), picture.shape().batched(1).toLongs(), 'c');
        INDArray logits = network.predict(batch);
        INDArray shares = Transforms.softmax(logits)) {
      return shares.toDoubleVector();
    }
  }

  private void print(Path image, double[] probabilities, List<String> names) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(image);
    IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
        .limit(top)
        .forEach(
            number ->
                out.printf(
                    Locale.ROOT,
                    "  %6.2f %%  %s%n",
                    100 * probabilities[number],
                    names.isEmpty() ? "class " + number : names.get(number)));
    out.flush();
  }
}
