package org.dsd4j.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system in memory over a folder, for tests of what disks do: small, full, read-only. Only a
 * superuser of Linux may mount one; for others a test is skipped and says why.
 */
public final class Tmpfs implements AutoCloseable {
  private static final String FILLER = "filler";

  private final Path folder;

  private Tmpfs(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one over a folder that is there, and hides what that holds until it is closed.
   *
   * @param options as of {@code mount -t tmpfs -o}
   */
  public static Tmpfs over(Path folder, String options) {
    String failure =
        run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
    if (!failure.isEmpty()) {
      abort("no file system can be mounted here: " + failure);
    }
    return new Tmpfs(folder);
  }

  /** Skips a test that will mount one where the exception of a skipped test would be caught. */
  public static void assumeAvailable(Path folder) {
    over(folder, "size=1m").close();
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Leaves no byte free. */
  public void fill() {
    byte[] page = new byte[4096];
    try (OutputStream filler = Files.newOutputStream(folder.resolve(FILLER))) {
      while (true) {
        filler.write(page);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  public void free() {
    try {
      Files.delete(folder.resolve(FILLER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    String failure = run(List.of("umount", "-l", folder.toString()));
    if (!failure.isEmpty()) {
      throw new IllegalStateException(failure);
    }
  }

  /** Runs a program; returns why it failed, or nothing. */
  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : output.strip().lines().findFirst().orElse("no reason");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
