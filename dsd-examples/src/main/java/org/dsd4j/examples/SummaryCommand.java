package org.dsd4j.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the layers of a network. */
@Command(
    name = "summary",
    description = "Prints the layers of a network; 'dsd4j models' lists the names.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SummaryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The network, such as resnet50.")
  private String name = "";

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "How many classes (default: as 'dsd4j models' lists).")
  private @Nullable Integer classes;

  @Option(
      names = "--input",
      arity = "3",
      paramLabel = "N",
      description = "Height, width and channels of the images (default: as 'dsd4j models' lists).")
  private int @Nullable [] input;

  @Override
  public Integer call() {
    NamedModel model = ModelCatalogue.load().get(name);
    Shape images = input == null ? model.input() : Shape.of(input);
    PrintWriter out = spec.commandLine().getOut();
    int outputs = classes == null ? model.classes() : classes;
    out.print(model.network(images, outputs).summary());
    out.printf(
        Locale.ROOT,
        "In Java: ModelCatalogue.load().get(\"%s\").network(%s%d).build(Seed.of(1))%n",
        name,
        input == null ? "" : "Shape.of(" + extents(images) + "), ",
        outputs);
    out.flush();
    return 0;
  }

  private static String extents(Shape shape) {
    return IntStream.range(0, shape.rank())
        .mapToObj(axis -> Integer.toString(shape.extent(axis)))
        .collect(Collectors.joining(", "));
  }
}
