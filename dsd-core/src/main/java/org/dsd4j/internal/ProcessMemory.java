package org.dsd4j.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The resident memory of this process.
 *
 * <p>Not part of the public API.
 */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KILO = 1024;

  private ProcessMemory() {}

  /** The peak so far, in megabytes of 1024²; empty where the system does not report it. */
  public static OptionalLong peakMegabytes() {
    return megabytes(kilobytes("VmHWM:"));
  }

  /** The current value, in megabytes of 1024²; empty where the system does not report it. */
  public static OptionalLong residentMegabytes() {
    return megabytes(kilobytes("VmRSS:"));
  }

  /** The current value, in bytes; empty where the system does not report it. */
  public static OptionalLong residentBytes() {
    OptionalLong kilobytes = kilobytes("VmRSS:");
    return kilobytes.isPresent() ? OptionalLong.of(kilobytes.getAsLong() * KILO) : kilobytes;
  }

  private static OptionalLong megabytes(OptionalLong kilobytes) {
    return kilobytes.isPresent() ? OptionalLong.of(kilobytes.getAsLong() / KILO) : kilobytes;
  }

  private static OptionalLong kilobytes(String entry) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(entry))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
