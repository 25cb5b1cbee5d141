package org.dsd4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory of this process is or was resident, in megabytes of 1024². */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** The most so far; empty where the system does not tell. */
  public static OptionalLong peakMegabytes() {
    return megabytes("VmHWM:");
  }

  /** At the moment; empty where the system does not tell. */
  public static OptionalLong residentMegabytes() {
    return megabytes("VmRSS:");
  }

  private static OptionalLong megabytes(String entry) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(entry))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
