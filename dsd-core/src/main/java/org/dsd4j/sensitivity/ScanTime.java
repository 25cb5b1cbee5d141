package org.dsd4j.sensitivity;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The time that a scan has taken, and whether it may take more. */
final class ScanTime {
  private final LongSupplier nanoTime;
  private final long start;
  private final @Nullable Duration budget;

  ScanTime(LongSupplier nanoTime, long start, @Nullable Duration budget) {
    this.nanoTime = nanoTime;
    this.start = start;
    this.budget = budget;
  }

  Duration passed() {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }

  boolean isUp() {
    return budget != null && passed().compareTo(budget) >= 0;
  }
}
