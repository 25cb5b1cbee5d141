package org.dsd4j.examples.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Check;

/** The files that a command writes into a folder, each whole or not at all. */
final class ResultFiles {
  private final Path folder;

  /**
   * Checks the folder before anything is computed.
   *
   * @param overwrite whether files of these names may be replaced
   * @throws IllegalArgumentException if one of them is there and may not be, or the folder cannot
   *     be made
   */
  ResultFiles(Path folder, boolean overwrite, List<String> names) {
    this.folder = folder;
    List<String> left = names.stream().filter(name -> Files.exists(folder.resolve(name))).toList();
    Check.argument(
        overwrite || left.isEmpty(),
        "--out",
        "a folder without the files of another call",
        folder + " with " + left,
        "name another folder, or pass --overwrite to replace them");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          Check.message(
              "--out", "a folder that can be written", folder, "name another folder (" + e + ")"),
          e);
    }
  }

  /** Writes a file; returns its path. */
  Path write(String name, String text) {
    Path file = folder.resolve(name);
    AtomicFile.write(
        file,
        channel ->
            AtomicFile.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    return file;
  }

  /** Writes a page, which may lack a resource. */
  Path writePage(String name, String title, Object data) {
    try {
      return write(name + ".html", StudyPage.of(name, title, data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
