package org.dsd4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.dsd4j.internal.TextTable;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the networks available by name. */
@Command(
    name = "models",
    description = "Lists the networks: parameters, arithmetic, images, source.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ModelsCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON array (default: off, a table).")
  private boolean asJson;

  /**
   * A network with its usual images and classes.
   *
   * @param multiplyAdds the multiplications with an addition of one sample's prediction; each is
   *     two operations
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ModelRow(
      String name,
      long parameters,
      long multiplyAdds,
      List<Integer> input,
      int classes,
      String source) {

    static ModelRow of(NamedModel model) {
      NetworkBuilder network = model.network(model.classes());
      return new ModelRow(
          model.name(),
          network.parameterCount(),
          network.multiplyAdds(),
          extents(model.input()),
          model.classes(),
          model.source());
    }
  }

  private static List<Integer> extents(Shape shape) {
    return IntStream.range(0, shape.rank()).mapToObj(shape::extent).toList();
  }

  @Override
  public Integer call() throws JsonProcessingException {
    List<ModelRow> rows = ModelCatalogue.load().models().stream().map(ModelRow::of).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(new ObjectMapper().writeValueAsString(rows));
    } else {
      out.print(table(rows));
      out.println("Multiply-adds are those of one sample's prediction, in millions.");
      out.println("Layers of one: dsd4j summary resnet50");
      out.println(
          "In Java: ModelCatalogue.load().get(\"resnet50\").network(1000).build(Seed.of(1))");
    }
    out.flush();
    return 0;
  }

  private static TextTable table(List<ModelRow> rows) {
    TextTable table =
        new TextTable()
            .left("Name")
            .right("Parameters")
            .right("Multiply-adds")
            .left("Input")
            .right("Classes")
            .left("Source");
    for (ModelRow row : rows) {
      table.row(
          row.name,
          String.format(Locale.ROOT, "%,d", row.parameters),
          String.format(Locale.ROOT, "%,.1f", row.multiplyAdds / MEGA),
          row.input.toString(),
          Integer.toString(row.classes),
          row.source);
    }
    return table;
  }
}
