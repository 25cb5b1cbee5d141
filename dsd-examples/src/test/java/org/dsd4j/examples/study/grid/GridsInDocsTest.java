package org.dsd4j.examples.study.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dsd4j.study.LocalExecutor;
import org.dsd4j.study.StudyResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GridsInDocsTest {
  @TempDir Path folder;

  static List<Path> grids() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "docs", "grids"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void everyGridRunsSmall(Path grid) throws IOException {
    // All of MNIST does not come with the program; Fashion-MNIST has the same shape.
    String shipped = Files.readString(grid).replace("data: mnist", "data: fashion");
    Path file = Files.writeString(folder.resolve("grid.yaml"), shipped);
    StudyGrid.Changes quick = new StudyGrid.Changes(null, OptionalInt.empty(), true);
    StudyResult result =
        StudyGrid.read(file, quick)
            .study()
            .folder(folder.resolve("study"))
            .executor(new LocalExecutor(2, 1))
            .build()
            .run();
    assertThat(result.tasks())
        .isNotEmpty()
        .allSatisfy(
            task ->
                assertThat(task.arms())
                    .allSatisfy(arm -> assertThat(arm.values()).as(arm.name()).isPresent()));
  }
}
