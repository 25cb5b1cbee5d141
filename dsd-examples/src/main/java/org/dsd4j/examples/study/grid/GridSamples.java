package org.dsd4j.examples.study.grid;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.datasets.pictures.Cifar10;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.datasets.pictures.Mnist;
import org.dsd4j.examples.vision.FashionCommand;
import org.jspecify.annotations.Nullable;

/** The samples that grids name, each read once and shared by all cells. */
final class GridSamples {
  private static final List<String> NAMES = List.of("fashion", "mnist", "cifar10");

  private final Path grid;
  private final @Nullable Path folder;
  private final Map<String, Parts> read = new HashMap<>();

  /** The training and test samples of a data set. */
  record Parts(Dataset training, Dataset test) {}

  /**
   * Samples of a grid.
   *
   * @param grid the file of the grid, beside which its folders are looked for
   * @param folder a folder in place of those that the grid names; null for none
   */
  GridSamples(Path grid, @Nullable Path folder) {
    this.grid = grid;
    this.folder = folder;
  }

  /** The parts of the data set that some settings name. */
  Parts of(GridNode settings) {
    GridNode data = settings.needed("data");
    Path place =
        folder != null
            ? folder
            : settings
                .field("folder")
                .map(node -> grid.resolveSibling(node.word()).normalize())
                .orElse(null);
    return read.computeIfAbsent(data.word() + " " + place, key -> read(data, place));
  }

  private static Parts read(GridNode data, @Nullable Path place) {
    String name = data.word();
    if (!NAMES.contains(name)) {
      throw data.error("one of " + NAMES, "name one of them");
    }
    if (place == null) {
      if (name.equals("fashion")) {
        return new Parts(
            FashionMnist.trainResources(FashionCommand.class, FashionCommand.RESOURCES),
            FashionMnist.testResources(FashionCommand.class, FashionCommand.RESOURCES));
      }
      throw data.error("'folder' beside it", "say where the files are, or pass --data");
    }
    return switch (name) {
      case "fashion" -> new Parts(FashionMnist.train(place), FashionMnist.test(place));
      case "mnist" -> new Parts(Mnist.train(place), Mnist.test(place));
      default -> new Parts(Cifar10.train(place), Cifar10.test(place));
    };
  }
}
