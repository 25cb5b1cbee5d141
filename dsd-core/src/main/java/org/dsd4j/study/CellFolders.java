package org.dsd4j.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.internal.FileErrors;

/** Folders with the checkpoints of cells, which are needed until their rows are written. */
final class CellFolders {
  private CellFolders() {}

  /** Deletes a folder with all that is in it; there need be none. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      List<Path> files = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw FileErrors.unwritable(folder, e);
    }
  }
}
